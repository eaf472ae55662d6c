import type { Description } from '../description.cts';
import { EACH_FILE, FILE_NAME, HAS_FILE, JOB_FOLDER, plain } from '../fileName.cts';
import * as step from '../steps.cts';

const BUCKET = 'your-bucket';

export const description: Description = {
	name: 'CleverConnect: files of applications to S3',
	about: `## Application files to S3

Each CV and letter is saved in [Amazon S3](https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html) or in other storage with the same protocol, such as MinIO, Cloudflare R2, OVHcloud, or Scaleway. This template follows Amazon's documentation as of November 2026.

The files have names such as \`0042-BAKER/0042-BAKER - Example Camille - 4711 - resume.pdf\`. The files of a changed application replace the earlier files.`,
	trigger: EACH_FILE,
	canvas: `
		CleverConnect Trigger | Application | Has a file? | Name of the file | Set up? | Save the file
		                      |             |             |                  |         | Connect S3`,
	reminder: ['Connect S3', `$json.bucket !== '${BUCKET}'`],
	steps: {
		'Has a file?': step.when(HAS_FILE),
		'Name of the file': step.set({
			bucket: BUCKET,
			name: `={{ ${plain(`${JOB_FOLDER} + '/' + ${FILE_NAME}`)} }}`,
		}),
		'Save the file': step.repeated(
			step.step('s3', 1, {
				operation: 'upload',
				bucketName: '={{ $json.bucket }}',
				fileName: '={{ $json.name }}',
				binaryPropertyName: 'file',
				additionalFields: {},
			}),
		),
	},
	fillIn: {
		'Name of the file': `_bucket_: enter the name of your bucket.

_name_: characters that aren't letters, digits, or \`._-\` become \`_\`, and long values are cut off.`,
		'Save the file': `Select or create the **S3** credential.

- The key needs the \`s3:PutObject\` and \`s3:GetBucketLocation\` permissions.
- _S3 Endpoint_ is \`https://s3.amazonaws.com\` for Amazon. For MinIO, turn on _Force Path Style_.`,
	},
};
