import { PAGES } from '../../../nodes/CleverConnect/common/documentationLinks';
import { hints } from '../../../nodes/CleverConnect/trigger/hints';

it('until the node has run, its output explains how to see an application', () => {
	const [hint, ...others] = hints;
	expect(hint).toMatchObject({ location: 'outputPane', whenToDisplay: 'beforeExecution' });
	expect(hint?.message).toMatch(/create a credential.*'Execute step'.*'Try it'/);
	expect(hint?.message).toContain(`href="${PAGES.templates}"`);
	expect(others).toEqual([]);
});
