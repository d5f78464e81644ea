import { readList } from '../../nodes/SmmPanel/trigger/list';
import { cpuMs } from './cpu';

// Reading a list blocks n8n: the worst case takes about 0.35 s, and nonlinear code minutes.
const LIMIT = 2_000;

it.each(['1\n', '"1"\n"2"\r\n', 'N/A\n', '\n\r', ',', '"', '"",', '1\r\n', '"",\n'])(
	'reads a list of 4 MB of %j',
	(part) => {
		const text = part.repeat(4e6 / part.length);
		expect(cpuMs(LIMIT, () => readList(text, 'order'))).toBeLessThan(LIMIT);
	},
);
