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
			for (const [index, node] of group.entries()) {
				for (const other of group.slice(index + 1)) {
					expect([node.name, other.name, overlap(node, other)]).toEqual([
						node.name,
						other.name,
						false,
					]);
				}
			}
		}
	});
});

function overlap(one: TemplateNode, other: TemplateNode): boolean {
	const [a, b] = [one, other].map((node) => {
		const [left, top] = node.position;
		const { width = 160, height = 140 } = node.parameters as { width?: number; height?: number };
		return { left, top, right: left + width, bottom: top + height };
	});
	if (!a || !b) return false;
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
