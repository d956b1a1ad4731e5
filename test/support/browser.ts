/**
 * A real Chromium, for what only a browser can show: whether a page runs at all under its own policy. It reaches the
 * gateway and nothing else, and whatever it complains of is kept for the test to look at.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** `CHROMIUM` names the program; otherwise it is looked for in PATH. Null: there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const given = env['CHROMIUM'];
  const folders = (env['PATH'] ?? '').split(delimiter);
  const candidates = given ? [given] : names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `describe` for tests that need a browser: where there is none they are skipped, and the reason is printed. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (findChromium()) return describe(title, tests);
  const reason = `no ${names.join(', ')} in PATH, and CHROMIUM names no program`;
  process.stderr.write(`skipped: ${title}: ${reason}\n`);
  describe.skip(`${title} (${reason})`, tests);
}

export function openBrowser(): Promise<Browser> {
  const args = [
    // Every name and address but the gateway's is unknown to it.
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    // Chromium refuses to have its sandbox as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  // By a pipe, so that it ends with whoever started it, however that ended.
  return puppeteer.launch({ executablePath: findChromium() ?? undefined, pipe: true, args });
}

export interface WatchedPage {
  readonly page: Page;
  /** What went wrong since it was last asked: errors in the console, uncaught ones, requests to other hosts. */
  complaints(): string[];
  close(): Promise<void>;
}

/** A page with storage of its own, as of somebody who was never here. `origin` is the only one that it may talk to. */
export async function openPage(browser: Browser, origin: string): Promise<WatchedPage> {
  const context = await browser.createBrowserContext();
  await context.overridePermissions(origin, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
  const page = await context.newPage();
  await page.setViewport({ width: 1400, height: 900 });
  const heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`${message.text()} ${message.location().url ?? ''}`.trim());
  });
  page.on('pageerror', (error) => heard.push(String(error)));
  const network = await page.createCDPSession();
  await network.send('Network.enable');
  const watch = (url: string): void => {
    const isInside = url.startsWith('data:') || new URL(url.replace(/^blob:/, '')).host === new URL(origin).host;
    if (!isInside) heard.push(`request to ${url}`);
  };
  network.on('Network.requestWillBeSent', ({ request }) => watch(request.url));
  network.on('Network.webSocketCreated', ({ url }) => watch(url));
  return { page, complaints: () => heard.splice(0), close: () => context.close() };
}

/** Puts a text in the place of what stands in a field, by the clipboard, as people do with tokens and queries. */
export async function paste(page: Page, selector: string, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.click(selector);
  await page.keyboard.down('Control');
  await page.keyboard.press('a', { commands: ['SelectAll'] });
  await page.keyboard.press('v', { commands: ['Paste'] });
  await page.keyboard.up('Control');
}
