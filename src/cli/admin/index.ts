/** Every administrative command. A new one is a line here; the gateway and the command line both run them from this list. */
import type { z } from 'zod';
import { type Command, CommandRefused, type Services, isRefusal } from './command.js';
import { checkConnectorsCommand, listConnectorsCommand, pauseConnectorCommand, pullConnectorAgainCommand, resumeConnectorCommand } from './connectors.js';
import { partnerKeyCommand, staffTokenCommand } from './credentials.js';
import { dryRunCommand } from './dry-run.js';
import { importFactsCommand } from './import-facts.js';
import { runJobCommand } from './jobs.js';
import { listMessagesCommand, replayMessageCommand, replayUnmappedCommand } from './messages.js';
import { listCommandsCommand, retryCommandCommand } from './outbox.js';
import { refreshStatisticsCommand } from './refresh-statistics.js';

export { CommandRefused, type Services } from './command.js';

const commands = {
  'import-facts': importFactsCommand,
  'refresh-statistics': refreshStatisticsCommand,
  'staff-token': staffTokenCommand,
  'partner-key': partnerKeyCommand,
  'run-job': runJobCommand,
  'list-messages': listMessagesCommand,
  'replay-message': replayMessageCommand,
  'replay-unmapped': replayUnmappedCommand,
  'list-connectors': listConnectorsCommand,
  'check-connectors': checkConnectorsCommand,
  'pause-connector': pauseConnectorCommand,
  'resume-connector': resumeConnectorCommand,
  'pull-connector-again': pullConnectorAgainCommand,
  'dry-run-connector': dryRunCommand,
  'list-commands': listCommandsCommand,
  'retry-command': retryCommandCommand,
} as const;

type Commands = typeof commands;
export type CommandName = keyof Commands;
export type InputOf<Name extends CommandName> = z.infer<Commands[Name]['input']>;
export type ResultOf<Name extends CommandName> = Awaited<ReturnType<Commands[Name]['run']>>;

/** Largest command, in bytes: a chunk of an import, which holds at least one whole record. */
export const maxCommandBytes = 64 * 1024 * 1024;

/** How a command's end is told over the socket. A refusal is no failure of the gateway, and not logged as one. */
export type Answer = { readonly done: unknown } | { readonly refused: string };

/** The commands as the gateway's socket takes them. */
export function adminCommands(services: Services): Readonly<Record<CommandName, AdminCommand>> {
  const names = Object.keys(commands) as CommandName[];
  return Object.fromEntries(names.map((name) => [name, answering(services, name)])) as Record<CommandName, AdminCommand>;
}

type AdminCommand = (input: unknown, progress: unknown, signal: AbortSignal) => Promise<Answer>;

function answering(services: Services, name: CommandName): AdminCommand {
  return async (input, _progress, signal) => {
    try {
      return { done: await runCommand(services, name, input, signal) };
    } catch (error) {
      if (error instanceof Error && isRefusal(error)) return { refused: error.message };
      throw error;
    }
  };
}

/** Runs a command in this process. */
export async function runCommand<Name extends CommandName>(services: Services, name: Name, input: unknown, signal: AbortSignal): Promise<ResultOf<Name>> {
  const command = commands[name] as unknown as Command<InputOf<Name>, ResultOf<Name>>;
  const parsed = command.input.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CommandRefused(`${name}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return command.run(services, parsed.data, signal);
}
