import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { registerCleanUp } from '../../common/cleanUp.cts';

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

export async function startMailServer() {
	/** The emails that `takeAllMails` hasn't returned yet, with a copy for each recipient. */
	const mails: Array<{ readonly to: string; readonly mail: ParsedMail }> = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, { envelope }, done) => {
			simpleParser(stream).then((mail) => {
				for (const { address } of envelope.rcptTo) mails.push({ to: address, mail });
				done();
			}, done);
		},
	});
	const listener = server.listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const { port } = listener.address() as AddressInfo;
	registerCleanUp(async () => await new Promise<void>((resolve) => server.close(() => resolve())));
	return {
		/** The data for an `smtp` credential that n8n can use with this server. */
		credential: { host: '127.0.0.1', port, secure: false, disableStartTls: true },
		takeAllMails: () => mails.splice(0),
	};
}
