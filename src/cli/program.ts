/** The command line: its words, its help, and how each command ends. */
import { Command, CommanderError } from 'commander';
import { type Config, ConfigError, parseConfig } from '../config.js';
import { connectorTypes } from '../connectors/index.js';
import { DatabaseInUse } from '../entities/folder-lock.js';
import { CommandFailed, findGateway } from './admin-client.js';
import { isRefusal } from './admin/command.js';
import { type AgainOptions, type ReasonOptions, checkConnectors, listConnectors, pauseOne, pullOneAgain, resumeOne } from './commands/connectors.js';
import { type DryRunOptions, dryRun } from './commands/dry-run.js';
import { type ImportOptions, importTable } from './commands/import.js';
import { type RunOptions, listJobs, runJobNow } from './commands/jobs.js';
import { type ListOptions, type ReplayOptions, listMessages, replayMessages } from './commands/messages.js';
import { type ListCommandsOptions, listCommands, retryOne } from './commands/outbox.js';
import { type TokenOptions, printToken } from './commands/token.js';
import { ExitCode, type Host, Unusable } from './host.js';
import { originalStack } from '../server/original-stack.js';
import { profiles } from '../tables/profiles/index.js';

/** Runs one command and says how it ended. `args` are the words after the program's name. */
export async function runCli(args: readonly string[], host: Host): Promise<ExitCode> {
  const ended: { code: ExitCode } = { code: ExitCode.DONE };
  const program = describe(host, (code) => {
    ended.code = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return ended.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.DONE : ExitCode.UNUSABLE;
    if (host.signal.aborted) return ExitCode.INTERRUPTED;
    host.err(`${explain(error)}\n`);
    return error instanceof Unusable || error instanceof ConfigError ? ExitCode.UNUSABLE : ExitCode.FAILED;
  }
}

type End = (code: ExitCode) => void;

function describe(host: Host, end: End): Command {
  const config = (): Config => parseConfig(host.env, connectorTypes);
  const program = new Command('interline')
    .description('The command line of the gateway. It works beside a running one, and without.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => host.out(text), writeErr: (text) => host.err(text) });

  const names = profiles.map(({ name }) => name).join(', ');
  program
    .command('import')
    .description('Imports a table file (CSV, TSV and their like). Importing it again changes nothing.')
    .argument('<profile>', `how the table is read: ${names}`)
    .argument('<file>', 'the table')
    .option('--dry-run', 'read, map and report, without writing anything')
    .option('--report <file>', 'write what was found in each row and column there, one JSON object per line')
    .action(async (profile: string, file: string, options: ImportOptions) => end(await importTable(host, config(), profile, file, options)));

  program
    .command('token')
    .description('Prints a token for our own people, or an API key for a partner, on the last line.')
    .requiredOption('--role <role>', 'sales, analyst, …, supplier or carrier; several with commas between them')
    .option('--supplier <number>', 'with --role supplier: which one')
    .option('--carrier <number>', 'with --role carrier: which one')
    .option('--days <days>', 'for how long a token is good (30)')
    .option('--name <name>', 'whose it is, as others will see it')
    .action(async (options: TokenOptions) => end(await printToken(host, config(), options)));

  const jobs = program.command('jobs').description('What runs by itself.');
  jobs
    .command('list')
    .description('Lists the jobs.')
    .action(() => end(listJobs(host)));
  jobs
    .command('run')
    .description('Runs a job now and prints its report. What was done already is not done twice.')
    .argument('<name>', 'the job')
    .option('--period <period>', 'one month or quarter: 2026-03, 2026-Q1')
    .option('--key <key>', 'one of several it has, such as a connector')
    .action(async (name: string, options: RunOptions) => end(await runJobNow(host, config(), name, options)));

  const messages = program.command('messages').description('What was received from outside.');
  messages
    .command('list')
    .description('Lists messages, newest first.')
    .option('--parked', 'only those that could not be applied')
    .option('--unmapped', 'only those with codes that no table knows, with the codes')
    .option('--from <sender>', 'of one connector, or one import profile')
    .option('--limit <count>', 'how many', '50')
    .action(async (options: ListOptions) => end(await listMessages(host, config(), options)));
  messages
    .command('replay')
    .description('Reads a message again, and applies what it says by now. What was applied already changes nothing.')
    .argument('[id]', 'as the list shows it')
    .option('--unmapped <connector>', 'instead of one: all of a connector that came while a code was unknown')
    .action(async (id: string | undefined, options: ReplayOptions) => end(await replayMessages(host, config(), id, options)));

  describeConnectors(program, host, config, end);
  describeOutbox(program, host, config, end);

  program
    .command('migrate')
    .description('Brings the database up to date. A gateway does so itself when it starts.')
    .action(async () => end(await migrate(host, config())));
  return program;
}

/** What every steering command may be told. */
const why = 'why; goes into the audit trail';

function describeConnectors(program: Command, host: Host, config: () => Config, end: End): void {
  const connectors = program.command('connectors').description('The outside systems.');
  connectors
    .command('list')
    .description('Lists the connectors, and how each fares.')
    .action(async () => end(await listConnectors(host, config())));
  connectors
    .command('check')
    .description('Says whether they can be reached, as whom, with the rights that are needed.')
    .argument('[id]', 'one of them; left out: all')
    .action(async (id: string | undefined) => end(await checkConnectors(host, config(), id)));
  connectors
    .command('pause')
    .description('Neither pulls it nor tells it anything until it is resumed.')
    .argument('<id>', 'as the list shows it')
    .option('--reason <text>', why)
    .action(async (id: string, options: ReasonOptions) => end(await pauseOne(host, config(), id, options)));
  connectors
    .command('resume')
    .description('Goes on with it.')
    .argument('<id>', 'as the list shows it')
    .option('--reason <text>', why)
    .action(async (id: string, options: ReasonOptions) => end(await resumeOne(host, config(), id, options)));
  connectors
    .command('pull-again')
    .description('Lets the next pull begin at a day, or at the beginning. What is known already changes nothing.')
    .argument('<id>', 'as the list shows it')
    .option('--since <day>', 'what changed since the beginning of this day (UTC), as in 2026-03-01')
    .option('--reason <text>', why)
    .action(async (id: string, options: AgainOptions) => end(await pullOneAgain(host, config(), id, options)));
  connectors
    .command('dry-run')
    .description('Pulls, and shows what would change, without writing anything.')
    .argument('<id>', 'as the list shows it')
    .option('--since <day>', 'from a day on; left out: from where the last pull ended')
    .option('--pages <count>', 'how many pages', '10')
    .option('--json', 'all of it, as JSON')
    .action(async (id: string, options: DryRunOptions) => end(await dryRun(host, config(), id, options)));
}

function describeOutbox(program: Command, host: Host, config: () => Config, end: End): void {
  const commands = program.command('commands').description('What outside systems are told.');
  commands
    .command('list')
    .description('Lists commands, newest first.')
    .option('--failed', 'only those that were given up')
    .option('--to <connector>', 'of one connector')
    .option('--limit <count>', 'how many', '50')
    .action(async (options: ListCommandsOptions) => end(await listCommands(host, config(), options)));
  commands
    .command('retry')
    .description('Tells again what was given up.')
    .argument('<id>', 'as the list shows it')
    .option('--reason <text>', why)
    .action(async (id: string, options: ReasonOptions) => end(await retryOne(host, config(), id, options)));
}

async function migrate(host: Host, config: Config): Promise<ExitCode> {
  if (!config.database && (await findGateway(config.dataDir))) {
    host.out('A gateway runs on this database, and brought it up to date when it started.\n');
    return ExitCode.DONE;
  }
  await (await host.openServices(config)).close();
  host.out('The database is up to date.\n');
  return ExitCode.DONE;
}

/** Codes of Node's (`ECONNREFUSED`) and of PostgreSQL's, for connections that fail or end. */
const away = /^(ECONN|ENOTFOUND|EAI_|EHOSTUNREACH|ETIMEDOUT|CONNECT|08|28|3D|53|57P)/;

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && typeof error.code === 'string' && away.test(error.code)) || isAway(error.cause);
}

/** A sentence where we know what is wrong; all that there is where we do not. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isPlain = [Unusable, ConfigError, CommandFailed, DatabaseInUse].some((known) => error instanceof known) || isRefusal(error);
  if (isPlain) return error.message;
  if (isAway(error)) return `The database cannot be reached: ${error.message || 'it does not answer'}. Look at DATABASE_URL.`;
  return originalStack(error.stack ?? error.message);
}
