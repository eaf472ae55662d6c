import type { Description } from '../description.cts';
import { value } from '../expressions.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: files of applications to S3',
	about: `## Application files to S3

Each CV and letter is saved in [Amazon S3](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html) or in other storage with the same protocol, such as MinIO, Cloudflare R2, OVHcloud, or Scaleway. This template follows Amazon's documentation as of November 2026.

The files have names such as \`0042-BAKER/0042-BAKER - Example Camille - 4711 - CV.pdf\`. If an application changes but its file names don't, its files replace the earlier ones.`,
	trigger: step.EACH_FILE,
	canvas: `
		CleverConnect Trigger | Application | Has a file? | Save the file`,
	steps: {
		'Has a file?': step.hasFile,
		'Save the file': step.repeated(
			step.step('s3', 1, {
				operation: 'upload',
				bucketName: '',
				fileName: `=${value('folder')}/${value('fileNames')}`,
				binaryPropertyName: 'file',
				additionalFields: {},
			}),
		),
	},
	fillIn: {
		'Save the file': `- _Bucket Name_: enter the name of your bucket.
- Select or create the **S3** credential. Its key needs the \`s3:PutObject\` and \`s3:GetBucketLocation\` permissions. _S3 Endpoint_ is \`https://s3.amazonaws.com\` for Amazon. For MinIO, turn on _Force Path Style_.`,
	},
};
