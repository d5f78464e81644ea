import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..', 'nodes', 'SmmPanel');
const FLOORS: Record<string, number> = { panel: 1, transport: 2, trigger: 3, actions: 3, '.': 4 };

/** What each file of the node imports: files by their path below the node, packages by their name. */
const imports = new Map(
	readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => {
			const text = readFileSync(path.join(ROOT, file), 'utf8');
			const names = [...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm)].map(
				([, name]) => (name.startsWith('.') ? `${path.join(path.dirname(file), name)}.ts` : name),
			);
			return [file, names] as const;
		}),
);

const floorOf = (file: string): number => FLOORS[file.includes('/') ? file.split('/')[0] : '.'];

/** The files that a file is made of, itself among them only where they run in a circle. */
function below(file: string, found = new Set<string>()): Set<string> {
	for (const next of imports.get(file) ?? []) {
		if (found.has(next)) continue;
		found.add(next);
		below(next, found);
	}
	return found;
}

it('all imports are seen', () => {
	expect(imports.get('SmmPanel.node.ts')).toContain('transport/request.ts');
	const own = [...imports.values()].flat().filter((name) => name.endsWith('.ts'));
	expect(own.filter((name) => !imports.has(name))).toEqual([]);
});

describe.each([...imports.keys()])('%s', (file) => {
	const own = (imports.get(file) ?? []).filter((name) => imports.has(name));
	const packages = (imports.get(file) ?? []).filter((name) => !imports.has(name));

	it('uses no floor above its own, nor the other half of it, and stands in no circle', () => {
		for (const name of own) {
			expect([name, floorOf(name)]).toEqual([name, Math.min(floorOf(name), floorOf(file))]);
			if (floorOf(name) === 3 && floorOf(file) === 3) {
				expect(name.split('/')[0]).toBe(file.split('/')[0]);
			}
		}
		expect([...below(file)]).not.toContain(file);
	});

	it('imports n8n and crypto at most, and in panel/ nothing at all', () => {
		const allowed = floorOf(file) === 1 ? [] : ['n8n-workflow', 'crypto'];
		expect(packages.filter((name) => !allowed.includes(name))).toEqual([]);
	});
});
