import { spawnSync } from 'node:child_process';
import { lchownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** How PostgreSQL is started: it refuses to run as root, so root has to become somebody else for it. */
export type Account = {
  /** Put before the program and its arguments. */
  prefix: string[];
  uid?: number;
  gid?: number;
  /** Who must own the files of the database, seen from here; undefined where root plays no part. */
  owner?: number;
};

const NOBODY = 65534;
const NAMESPACE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/**
 * As root: a user namespace in which we appear as nobody (files stay root's), where the kernel allows it; else the account nobody.
 */
export function chooseAccount(namespaceAllowed = kernelAllowsNamespace): Account {
  if (process.getuid?.() !== 0) return { prefix: [] };
  if (namespaceAllowed()) return { prefix: NAMESPACE, owner: 0 };
  return { prefix: [], uid: NOBODY, gid: NOBODY, owner: NOBODY };
}

function kernelAllowsNamespace(): boolean {
  const [command = '', ...rest] = NAMESPACE;
  return spawnSync(command, [...rest, 'true'], { stdio: 'ignore' }).status === 0;
}

/** Command, arguments and options for running a program under the account. */
export function runUnder(account: Account, program: string, args: string[]) {
  const [command = program, ...rest] = [...account.prefix, program, ...args];
  return {
    command,
    arguments: rest,
    identity: {
      ...(account.uid === undefined ? {} : { uid: account.uid }),
      ...(account.gid === undefined ? {} : { gid: account.gid }),
    },
  };
}

/** May the account do this (`-r`, `-w`, `-x` of test(1)) with the path? Always true when it is our own account. */
export function mayUse(account: Account, permission: '-r' | '-w' | '-x', path: string): boolean {
  if (account.uid === undefined) return true;
  const { command, arguments: args, identity } = runUnder(account, 'test', [permission, path]);
  return spawnSync(command, args, { stdio: 'ignore', cwd: '/', ...identity }).status === 0;
}

/** Gives the folder and all in it to the account's owner, if it is not already theirs (the way of starting may have changed). */
export function handOver(account: Account, folder: string): void {
  if (account.owner === undefined || lstatSync(folder).uid === account.owner) return;
  changeOwner(folder, account.owner);
}

function changeOwner(path: string, owner: number): void {
  if (lstatSync(path).isDirectory()) {
    for (const name of readdirSync(path)) changeOwner(join(path, name), owner);
  }
  // The folder itself last, so that an interrupted change is taken up again.
  lchownSync(path, owner, owner);
}
