import {
	isNote,
	readRequests,
	readTemplate,
	TEMPLATE_FILES,
	type TemplateNode,
} from '../../tools/n8n/client/template.cts';

describe.each(TEMPLATE_FILES)('%s', (file) => {
	it('contains no data from the n8n instance where it was created', async () => {
		const template = await readTemplate(file);
		const members = ['name', 'nodes', 'connections', 'settings', 'pinData'];
		expect(Object.keys(template)).toEqual(members);
		expect(template.pinData).toEqual({});
		for (const node of template.nodes) {
			expect(node).not.toHaveProperty('webhookId');
			expect(node).not.toHaveProperty('credentials');
		}
	});

	it('has notes about the entries to fill in, and all its nodes are connected', async () => {
		const template = await readTemplate(file);
		expect(readRequests(template).length).toBeGreaterThan(0);
		const wires = JSON.stringify(template.connections);
		for (const { name } of template.nodes.filter((node) => !isNote(node))) {
			expect(wires).toContain(`"${name}"`);
		}
	});

	it('has no overlapping notes or nodes', async () => {
		const { nodes } = await readTemplate(file);
		for (const group of [nodes.filter(isNote), nodes.filter((node) => !isNote(node))]) {
			const pairs = group.flatMap((one, index) =>
				group.slice(index + 1).map((other) => [one, other] as const),
			);
			const overlapping = pairs.filter(([one, other]) => overlap(one, other));
			expect(overlapping.map((pair) => pair.map(({ name }) => name))).toEqual([]);
		}
	});
});

function overlap(one: TemplateNode, other: TemplateNode): boolean {
	const [a, b] = [edgesOf(one), edgesOf(other)];
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function edgesOf({ position: [left, top], parameters }: TemplateNode) {
	const { width = 160, height = 140 } = parameters as { width?: number; height?: number };
	return { left, top, right: left + width, bottom: top + height };
}
