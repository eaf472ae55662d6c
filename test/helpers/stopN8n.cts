import { cleanUpAll } from '../../tools/common/cleanUp.cts';

export default cleanUpAll;
