import { campaign, ROOT } from '../faults/run';
import { breakRule, MUTANTS } from './mutants';

it.each(MUTANTS.map((mutant, n) => [mutant.rule, `mutant-${n}`, mutant] as const))(
	'the fault campaign finds this broken rule: %s',
	async (_rule, name, mutant) => {
		const folder = breakRule(ROOT, mutant, name);
		const { code, text } = await campaign(
			...['--package', folder, '--runs', '600', '--seed', '7', '--first'],
		);
		expect(text).toMatch(/^seed \d+: (doubles|overLimit|lost|locked|wrong): /m);
		expect(code).toBe(1);
	},
	300_000,
);
