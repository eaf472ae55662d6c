// Finds the files in n8n's storage that no longer belong to an execution, and with --delete, also deletes them.
//
// Run the script on the system where n8n runs, with n8n's environment variables, as the user that runs n8n:
//
//   docker compose exec -T n8n node - < delete-leftover-files.cjs
//   docker compose exec -T n8n node - --delete < delete-leftover-files.cjs
//
// A file is in use if n8n still has its execution, or if any execution refers to the file, as a retry does. The
// script keeps files from the last hour, because their execution might not be stored yet. n8n can keep running.
'use strict';

const { existsSync, realpathSync } = require('node:fs');
const { readFile, readdir, rm, rmdir, stat } = require('node:fs/promises');
const { createRequire } = require('node:module');
const path = require('node:path');

const MINIMUM_AGE_MS = 60 * 60 * 1000;
const FILE_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** A low number, because the data of an execution can be many megabytes. */
const EXECUTIONS_AT_ONCE = 20;
/** By default, SQLite before version 3.32 allows at most 999 values in a statement. */
const IDS_AT_ONCE = 500;

/** The places, as named in the `storedAt` column, from which this script can read the data of an execution. */
const READABLE_STORES = ['db', 'fs'];

async function main(args) {
	const unknown = args.find((argument) => argument !== '--delete');
	if (unknown !== undefined)
		throw new Error(`"${unknown}" is not an option. The only option is --delete.`);

	const n8n = await connect();
	try {
		const unreadable = await n8n.executions.findOne({
			select: ['id', 'storedAt'],
			where: { storedAt: n8n.Not(n8n.In(READABLE_STORES)) },
			withDeleted: true,
		});
		if (unreadable) {
			throw new Error(
				`The data of execution ${unreadable.id} is in "${unreadable.storedAt}", which this script cannot read.`,
			);
		}

		const executions = await n8n.executions.count({ withDeleted: true });
		console.log(
			`n8n ${n8n.version}, files in ${n8n.storage} and in the ${n8n.database} database, ${executions} executions.`,
		);
		const leftovers = await findLeftovers(n8n);
		for (const { name } of leftovers) console.log(`  ${name}`);
		const bytes = leftovers.reduce((sum, file) => sum + file.bytes, 0);
		console.log(`${leftovers.length} files (${bytes} bytes) belong to no execution.`);

		if (args.includes('--delete')) {
			for (const { remove } of leftovers) await remove();
			console.log('The files have been deleted.');
		} else if (leftovers.length > 0) {
			console.log(
				'No files have been deleted. To delete them, run this script again with --delete.',
			);
		}
	} finally {
		await n8n.close();
	}
}

/** Connects to the database of the n8n installation that the `n8n` command starts. */
async function connect() {
	const folder = findN8n();
	const load = createRequire(path.join(folder, 'package.json'));
	process.env.N8N_LOG_LEVEL = 'error';
	// These files are loaded in the same order as in n8n's command, because the table definitions depend on the
	// settings.
	load('reflect-metadata');
	load('dotenv').config({ quiet: true });
	load('./dist/config');
	const { Container } = load('@n8n/di');
	const { In, LessThan, MoreThan, Not } = load('@n8n/typeorm');
	const db = load('@n8n/db');
	const { BinaryDataConfig } = load('n8n-core');

	const connection = Container.get(db.DbConnection);
	await connection.init();
	return {
		version: load('./package.json').version,
		database: connection.options.type,
		storage: path.resolve(Container.get(BinaryDataConfig).localStoragePath),
		executions: Container.get(db.ExecutionRepository),
		executionData: Container.get(db.ExecutionDataRepository),
		binaryData: Container.get(db.BinaryDataRepository),
		In,
		LessThan,
		MoreThan,
		Not,
		close: async () => await connection.close(),
	};
}

function findN8n() {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	const command = folders.map((folder) => path.join(folder, 'n8n')).find(existsSync);
	if (!command) throw new Error('The command n8n is not in the PATH.');
	return path.dirname(path.dirname(realpathSync(command)));
}

async function findLeftovers(n8n) {
	const candidates = new Map();
	const before = new Date(Date.now() - MINIMUM_AGE_MS);
	const files = [
		...(await listFilesOnDisk(n8n, before)),
		...(await listFilesInDatabase(n8n, before)),
	];
	const existing = await findExisting(n8n, new Set(files.map(({ executionId }) => executionId)));
	for (const file of files) {
		if (!existing.has(file.executionId)) candidates.set(file.id, file);
	}
	if (candidates.size === 0) return [];

	for await (const data of readExecutionData(n8n)) {
		for (const [id] of data.matchAll(FILE_ID)) candidates.delete(id);
	}
	return [...candidates.values()];
}

/** Lists each old `<storage>/workflows/<id>/executions/<id or temp>/binary_data/<file>`, with its metadata file. */
async function listFilesOnDisk({ storage }, before) {
	const files = new Map();
	for (const execution of await listExecutionFolders(storage)) {
		const folder = path.join(execution, 'binary_data');
		for (const name of await list(folder)) {
			const [id] = name.match(FILE_ID) ?? [];
			if (!id) continue;
			const { size, mtime } = await stat(path.join(folder, name)).catch(() => ({}));
			if (mtime === undefined) continue;
			const file = files.get(id) ?? { bytes: 0, paths: [], isOld: true };
			files.set(id, {
				id,
				name: path.join(folder, id),
				executionId: path.basename(execution),
				bytes: file.bytes + size,
				paths: [...file.paths, path.join(folder, name)],
				isOld: file.isOld && mtime < before,
			});
		}
	}
	return [...files.values()]
		.filter(({ isOld }) => isOld)
		.map((file) => ({ ...file, remove: async () => await removeFromDisk(file, storage) }));
}

async function listExecutionFolders(storage) {
	const workflows = path.join(storage, 'workflows');
	const folders = [];
	for (const workflow of await list(workflows)) {
		const executions = path.join(workflows, workflow, 'executions');
		folders.push(...(await list(executions)).map((name) => path.join(executions, name)));
	}
	return folders;
}

async function list(folder) {
	return await readdir(folder).catch((error) => {
		if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
		throw error;
	});
}

/** Removes a file, and then the folders that have become empty. */
async function removeFromDisk({ paths }, storage) {
	for (const file of paths) await rm(file, { force: true });
	let folder = path.dirname(paths[0]);
	while (folder !== storage) {
		const isRemoved = await rmdir(folder).then(
			() => true,
			() => false,
		);
		if (!isRemoved) return;
		folder = path.dirname(folder);
	}
}

async function listFilesInDatabase({ binaryData, LessThan }, before) {
	const rows = await binaryData.find({
		select: ['fileId', 'sourceId', 'fileSize'],
		where: { sourceType: 'execution', createdAt: LessThan(before) },
	});
	return rows.map(({ fileId, sourceId, fileSize }) => ({
		id: fileId,
		name: `database:${fileId}`,
		executionId: sourceId,
		bytes: fileSize,
		remove: async () => await binaryData.delete({ fileId }),
	}));
}

/**
 * Returns which of the executions n8n still has, including executions that n8n will delete later, together with their
 * files.
 */
async function findExisting({ executions, In }, ids) {
	const numbers = [...ids].filter((id) => /^\d+$/.test(id));
	const existing = new Set();
	for (let start = 0; start < numbers.length; start += IDS_AT_ONCE) {
		const rows = await executions.find({
			select: ['id'],
			where: { id: In(numbers.slice(start, start + IDS_AT_ONCE)) },
			withDeleted: true,
		});
		for (const { id } of rows) existing.add(String(id));
	}
	return existing;
}

/** Yields the data of each execution as text. */
async function* readExecutionData({ storage, executionData, MoreThan }) {
	let last = '0';
	for (;;) {
		const rows = await executionData.find({
			select: ['executionId', 'data'],
			where: { executionId: MoreThan(last) },
			order: { executionId: 'ASC' },
			take: EXECUTIONS_AT_ONCE,
		});
		for (const { data } of rows) yield data;
		if (rows.length < EXECUTIONS_AT_ONCE) break;
		last = rows.at(-1).executionId;
	}
	// With N8N_EXECUTION_DATA_STORAGE_MODE=filesystem, the data is in these folders.
	for (const folder of await listExecutionFolders(storage)) {
		const bundle = path.join(folder, 'execution_data', 'bundle.json');
		if (existsSync(bundle)) yield await readFile(bundle, 'utf8');
	}
}

main(process.argv.slice(2)).catch((error) => {
	console.error(error.message);
	process.exitCode = 1;
});
