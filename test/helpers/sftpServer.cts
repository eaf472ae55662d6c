import { mkdir, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { createFolder } from '../../tools/common/cleanUp.cts';
import { run } from '../../tools/common/command.cts';
import { findFreePorts } from '../../tools/common/ports.cts';
import { ServerProcess } from '../../tools/common/serverProcess.cts';

/** Starts an SFTP server for the user who runs the test, and returns the data for an `sftp` credential. */
export async function startSftpServer() {
	const { username, uid } = userInfo();
	const folder = await createFolder('sftp');
	const [port = 0] = await findFreePorts(1);
	// One key for the server and the user
	await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', 'key'], { cwd: folder });
	const settings = {
		ListenAddress: `127.0.0.1:${port}`,
		HostKey: path.join(folder, 'key'),
		AuthorizedKeysFile: path.join(folder, 'key.pub'),
		StrictModes: 'no',
		PidFile: 'none',
		Subsystem: 'sftp internal-sftp',
	};
	const options = Object.entries(settings).map((setting) => `-o${setting.join('=')}`);
	// Without this folder, the server doesn't start as root.
	if (uid === 0) await mkdir('/run/sshd', { recursive: true });
	const server = new ServerProcess({
		name: 'sshd',
		command: '/usr/sbin/sshd',
		args: ['-D', '-e', '-f', '/dev/null', ...options],
		cwd: folder,
		env: process.env,
		isReady: (log) => log.includes('Server listening'),
	});
	await server.start();
	return {
		...{ host: '127.0.0.1', port, username, password: '' },
		privateKey: await readFile(path.join(folder, 'key'), 'utf8'),
	};
}
