import { COSTLY_FILES } from './costlyFiles.cts';
// eslint-disable-next-line
const load = (root: string) => require(root + '/nodes/CleverConnect/attachments/inspection/index.ts').inspectFile;
const old = load('/work/main'); const now = load('/tmp/w/inspect');
const cost = (f: any, files: readonly Buffer[]) => { const ts = []; for (let i = 0; i < 4; i++) { const b = { rest: 256 * 1024 * (20 - files.length) }; const t = process.cpuUsage(); for (const x of files) f(x, undefined, b); const u = process.cpuUsage(t); ts.push((u.user + u.system) / 1000); } return ts.slice(1).sort((a, b) => a - b)[1]; };
for (const { name, make } of COSTLY_FILES) { const files = make(); console.log(name.padEnd(60), Math.round(cost(old, files)!), Math.round(cost(now, files)!)); }
