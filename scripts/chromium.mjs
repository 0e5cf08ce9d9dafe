// Finds a Chromium for the tests, the benchmarks and the command line, or installs one.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLAYWRIGHT_BINARIES = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-win/chrome.exe',
  'chrome-win64/chrome.exe',
];

/** @param {string} path */
function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of [...folders, '/usr/bin', '/usr/local/bin']) {
    const found = COMMANDS.map((command) => join(folder, command)).find((path) => existsSync(path) && executable(path));
    if (found !== undefined) return found;
  }
  return undefined;
}

function inPlaywrightCache() {
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache', 'ms-playwright'),
    join(homedir(), 'Library', 'Caches', 'ms-playwright'),
    join(homedir(), 'AppData', 'Local', 'ms-playwright'),
  ];
  for (const cache of caches) {
    if (cache === undefined || !existsSync(cache)) continue;
    const versions = readdirSync(cache)
      .filter((name) => /^chromium-\d+$/.test(name))
      .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
    for (const version of versions) {
      const found = PLAYWRIGHT_BINARIES.map((binary) => join(cache, version, binary)).find((path) => existsSync(path));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function install(command, args) {
  process.stderr.write(`No Chromium found; installing one: ${command} ${args.join(' ')}\n`);
  // The installer's words go to stderr: stdout belongs to the caller (the command line prints JSON there).
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
}

function locate() {
  return onPath() ?? inPlaywrightCache();
}

/**
 * Path of a Chromium: `CHROMIUM_PATH`, then the system's, then Playwright's cache; else installs Debian's package
 * when root on a machine with apt, else Playwright's download.
 */
export async function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') {
    if (!executable(given)) throw new Error(`CHROMIUM_PATH is not an executable file: ${given}`);
    return given;
  }
  const present = locate();
  if (present !== undefined) return present;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    install('apt-get', ['update', '-qq']);
    install('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
    const installed = locate();
    if (installed !== undefined) return installed;
  }
  const cli = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url));
  install(process.execPath, [cli, 'install', 'chromium']);
  const downloaded = locate();
  if (downloaded === undefined) throw new Error('no Chromium found and none could be installed; set CHROMIUM_PATH');
  return downloaded;
}

/** Flags under which every test and benchmark runs. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Additional flags for WebGPU in software (SwiftShader): right for correctness, useless for speed. */
export const WEBGPU_FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];
