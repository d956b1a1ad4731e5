/** GraphiQL by what a person sees and does: the field for the token, the editor, the play button, the pane of answers. */
import type { Browser } from 'puppeteer-core';
import type { WatchedPage } from './browser.js';
import { openPage, paste } from './browser.js';

export interface Graphiql extends WatchedPage {
  /** Puts a token into the field and presses its button; returns once the editor is there again. */
  giveToken(token: string): Promise<void>;
  /** What stands in the editor. */
  query(): Promise<string>;
  /** Titles of the tabs. */
  tabs(): Promise<string[]>;
  /** Replaces what stands in the editor and presses play. */
  run(query: string): Promise<void>;
  /** Presses stop; returns once the play button is there again. */
  stop(): Promise<void>;
  /** Returns once the pane of answers shows this JSON and nothing else. */
  untilShown(answer: unknown): Promise<void>;
  /** Returns once the pane of answers has this text in it. */
  untilShownText(text: string): Promise<void>;
  /** Opens the documentation of a root type; returns once it names this field. */
  untilDocumented(rootType: string, field: string): Promise<void>;
}

const editor = '.graphiql-query-editor .view-lines';
const play = 'button[aria-label^="Execute query"]';
const stop = 'button[aria-label^="Stop query"]';
const docs = '.graphiql-plugin';

/** The editors keep their lines in any order, each with its place, and break long ones. */
const linesIn = (pane: string, between: string): string =>
  `[...document.querySelectorAll('${pane} .view-line')].sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top)).map((line) => line.textContent).join(${JSON.stringify(between)}).replace(/\\u00a0/g, ' ')`;
const answerText = `${linesIn('.result-window', '')}.replace(/\\s+/g, ' ')`;

export async function openGraphiql(browser: Browser, address: string): Promise<Graphiql> {
  const watched = await openPage(browser, new URL(address).origin);
  const { page } = watched;
  const untilEditor = async (): Promise<void> => void (await page.waitForSelector(`${editor} .view-line`));

  /** Returns once an expression of the page is true; says what the page showed where it never becomes so. */
  const until = async (condition: string, what: string): Promise<void> => {
    await page.waitForFunction(condition, { timeout: 20_000 }).catch(async (error: unknown) => {
      const shown = await page.evaluate(`document.body.innerText`);
      throw new Error(`The page never showed ${what}, but: ${String(shown)}\n${watched.complaints().join('\n')}`, { cause: error });
    });
  };

  await page.goto(address);
  await untilEditor();
  return {
    ...watched,
    giveToken: async (token) => {
      await paste(page, '#token', token);
      await Promise.all([page.waitForNavigation(), page.click('#token-bar button')]);
      await untilEditor();
    },
    query: async () => String(await page.evaluate(linesIn('.graphiql-query-editor', '\n'))),
    tabs: () => page.$$eval('.graphiql-tab', (tabs) => tabs.map((tab) => String(tab.textContent))),
    run: async (query) => {
      await paste(page, editor, query);
      await until(`${linesIn('.graphiql-query-editor', '')} === ${JSON.stringify(query)}`, 'the query in its editor');
      await page.click(play);
    },
    stop: async () => {
      await page.click(stop);
      await page.waitForSelector(play);
    },
    untilShown: (answer) => {
      const text = JSON.stringify(answer);
      return until(`(() => { try { return JSON.stringify(JSON.parse(${answerText})) === ${JSON.stringify(text)}; } catch { return false; } })()`, text);
    },
    untilShownText: (text) => until(`${answerText}.includes(${JSON.stringify(text)})`, text),
    untilDocumented: async (rootType, field) => {
      await page.click('button[aria-label="Show Documentation Explorer"]');
      const link = await page.waitForSelector(`${docs} ::-p-text(${rootType})`);
      await link?.click();
      await until(`document.querySelector('${docs}')?.innerText.includes(${JSON.stringify(field)})`, `${field} among the fields of ${rootType}`);
    },
  };
}
