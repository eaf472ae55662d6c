import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';

interface Frame {
	readonly png: Buffer;
	readonly milliseconds: number;
}

/** An animated GIF made from screenshots of a page. */
export class Animation {
	private readonly frames: Frame[] = [];

	/** @param style the CSS that applies only to the screenshots */
	constructor(
		private readonly page: Page,
		private readonly style: string,
	) {}

	/** Adds a screenshot of the page. */
	async show(milliseconds: number): Promise<void> {
		this.frames.push({ png: await this.takeScreenshot(), milliseconds });
	}

	/** Adds a screenshot with a frame around an element. */
	async pointAt(element: Locator, milliseconds = 1000): Promise<void> {
		await element.scrollIntoViewIfNeeded();
		const box = await element.boundingBox();
		if (!box) throw new Error(`the page does not show ${String(element)}`);
		const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="${box.width + 12}" height="${box.height + 12}">
			<rect x="2" y="2" width="${box.width + 8}" height="${box.height + 8}" rx="8"
				fill="none" stroke="#ff6d5a" stroke-width="4"/>
		</svg>`;
		const png = await sharp(await this.takeScreenshot())
			.composite([
				{
					input: Buffer.from(frame),
					left: Math.max(0, Math.round(box.x - 6)),
					top: Math.max(0, Math.round(box.y - 6)),
				},
			])
			.png()
			.toBuffer();
		this.frames.push({ png, milliseconds });
	}

	/** Adds a screenshot with a frame around an element, and clicks the element. */
	async click(element: Locator, milliseconds?: number): Promise<void> {
		await this.pointAt(element, milliseconds);
		await element.click();
	}

	/** Writes the GIF, which loops indefinitely. */
	async save(path: string): Promise<void> {
		await sharp(
			this.frames.map(({ png }) => png),
			{ join: { animated: true } },
		)
			.gif({ delay: this.frames.map(({ milliseconds }) => milliseconds), loop: 0, effort: 10 })
			.toFile(path);
	}

	private async takeScreenshot(): Promise<Buffer> {
		return await this.page.screenshot({
			animations: 'disabled',
			caret: 'hide',
			style: this.style,
		});
	}
}
