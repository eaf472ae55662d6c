import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { run } from '../../tools/common/command.cts';
import { findFreePorts } from '../../tools/common/ports.cts';
import { ServerProcess, startInFolder } from '../../tools/common/serverProcess.cts';
import { findSshPrograms } from '../../tools/n8n/servers/programs.cts';

/** Starts an SFTP server on a free port for the user who runs the test. */
export async function startSftpServer() {
	const { sshd, sshKeygen } = findSshPrograms();
	const { username, uid } = userInfo();
	const folder = await mkdtemp(path.join(tmpdir(), 'sftp-'));
	const [port = 0] = await findFreePorts(1);
	for (const key of ['server', 'user']) {
		await run(sshKeygen, ['-q', '-t', 'ed25519', '-N', '', '-f', key], { cwd: folder });
	}
	const settings = {
		ListenAddress: `127.0.0.1:${port}`,
		HostKey: path.join(folder, 'server'),
		AuthorizedKeysFile: path.join(folder, 'user.pub'),
		StrictModes: 'no',
		PidFile: 'none',
		Subsystem: 'sftp internal-sftp',
	};
	const options = Object.entries(settings).map((setting) => `-o${setting.join('=')}`);
	// Without this folder, the server doesn't start as root.
	if (uid === 0) await mkdir('/run/sshd', { recursive: true });
	const server = new ServerProcess({
		name: 'sshd',
		command: sshd,
		args: ['-D', '-e', '-f', '/dev/null', ...options],
		cwd: folder,
		env: process.env,
		isReady: (log) => log.includes('Server listening'),
	});
	return {
		stop: await startInFolder(server, folder),
		/** The data for an `sftp` credential. */
		credential: {
			...{ host: '127.0.0.1', port, username, password: '' },
			privateKey: await readFile(path.join(folder, 'user'), 'utf8'),
		},
	};
}
