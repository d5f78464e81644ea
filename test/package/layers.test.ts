import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.join(__dirname, '..', '..');
const LAYERS: Record<string, number> = {
	panel: 1,
	transport: 2,
	ordering: 3,
	trigger: 4,
	actions: 4,
	'.': 5,
};

/** What a text imports or loads, in any way that TypeScript knows, as written. */
const importsIn = (text: string): string[] =>
	ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);

/** The imports of each file in a folder: files by their path in the folder, packages by their name. */
const importsOf = (folder: string) =>
	new Map(
		readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => {
				const names = importsIn(readFileSync(path.join(ROOT, folder, file), 'utf8')).map((name) =>
					name.startsWith('.') ? `${path.join(path.dirname(file), name)}.ts` : name,
				);
				return [file, names] as const;
			}),
	);

const imports = importsOf('nodes/SmmPanel');
const sandbox = importsOf('sandbox/panel');

const layerOf = (file: string): number => LAYERS[file.includes('/') ? file.split('/')[0] : '.'];

/** All direct and indirect imports of a file. They include the file itself only if there is a cycle. */
function below(file: string, found = new Set<string>()): Set<string> {
	for (const next of imports.get(file) ?? []) {
		if (found.has(next)) continue;
		found.add(next);
		below(next, found);
	}
	return found;
}

it.each([
	"import { a } from 'x';",
	"import type { A } from 'x';",
	"import 'x';",
	"export * from 'x';",
	"const a = await import('x');",
	"const a = require('x');",
	"import a = require('x');",
	"type A = import('x').A;",
])('sees %s', (text) => {
	expect(importsIn(text)).toEqual(['x']);
});

it('finds all imports, and each leads to an existing file', () => {
	expect(imports.get('SmmPanel.node.ts')).toContain('transport/request.ts');
	const own = [...imports.values()].flat().filter((name) => name.endsWith('.ts'));
	expect(own.filter((name) => !imports.has(name))).toEqual([]);
});

describe.each([...imports.keys()])('%s', (file) => {
	const own = (imports.get(file) ?? []).filter((name) => imports.has(name));
	const packages = (imports.get(file) ?? []).filter((name) => !imports.has(name));

	it('uses no layer above its own, nor the other half of its own, and is in no cycle', () => {
		for (const name of own) {
			expect([name, layerOf(name)]).toEqual([name, Math.min(layerOf(name), layerOf(file))]);
			if (layerOf(name) === 4 && layerOf(file) === 4) {
				expect(name.split('/')[0]).toBe(file.split('/')[0]);
			}
		}
		expect([...below(file)]).not.toContain(file);
	});

	it('imports at most n8n-workflow and crypto, and in panel/ no package at all', () => {
		const allowed = layerOf(file) === 1 ? [] : ['n8n-workflow', 'crypto'];
		expect(packages.filter((name) => !allowed.includes(name))).toEqual([]);
	});
});

describe.each([...sandbox.keys()])('the sandbox panel, %s', (file) => {
	it('is an independent witness: it uses only its own files, Node and its web server', () => {
		const others = (sandbox.get(file) ?? []).filter((name) => !sandbox.has(name));
		expect(others.filter((name) => !/^(node:|fastify$|@fastify\/)/.test(name))).toEqual([]);
	});
});
