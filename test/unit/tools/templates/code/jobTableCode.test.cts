import { addByJob } from '../../../../../tools/templates/code/jobTableCode.cts';

const ROWS = [
	{ name: '0042', value: ' rita@example.com ' },
	{ name: ' 43 ', value: '' },
	{ name: '', value: 'wrong@example.com' },
	{ name: 'toString', value: '' },
	{ name: 'all other jobs', value: 'mia@example.com' },
	{ name: 'with problems', value: 'hr@example.com' },
];
const find = (job: string, { rows = ROWS, problems = '' } = {}) => {
	const json = { id: 4711, recruiter: 'of the sender', summary: { job, folder: 'A_1', problems } };
	return addByJob({ json, binary: { resume: {} } }, rows, { table: 'T', member: 'recruiter' });
};

it.each([
	['its row', '0042', 'rita@example.com'],
	['all other jobs, because its reference has no leading zeros', '42', 'mia@example.com'],
	['all other jobs, because its row is empty', '43', 'mia@example.com'],
	['all other jobs, because it is no row', 'constructor', 'mia@example.com'],
	['all other jobs, because it has no reference', '', 'mia@example.com'],
])('a job gets the value of %s', (_title, job, recruiter) => {
	const [{ json, binary } = {}] = find(job);
	expect(json).toMatchObject({ id: 4711, recruiter });
	expect(binary).toEqual({ resume: {} });
});

it('an application with problems gets the value for these, or without one that of its job', () => {
	const findWith = (rows: typeof ROWS) => find('0042', { rows, problems: 'No CV' })[0]?.json;
	expect(findWith(ROWS)).toMatchObject({ recruiter: 'hr@example.com' });
	expect(findWith(ROWS.slice(0, -1))).toMatchObject({ recruiter: 'rita@example.com' });
});

it('the value {job} stands for the reference in a form that is safe in a URL', () => {
	const rows = [{ name: 'all other jobs', value: '{job}' }];
	expect(find('A/1', { rows })[0]?.json).toMatchObject({ recruiter: 'A_1' });
	expect(() => find('', { rows })).toThrow('"T" has no value for the job ""');
});
