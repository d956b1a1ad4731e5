/** A folder that others drop files into, wherever it lies. */

export interface FileSeen {
  readonly name: string;
  readonly size: number;
  /** By the clock of the machine that holds it, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** Below the folder: files that were read, and files that could not be. */
export type Shelf = 'done' | 'refused';

export interface Folder {
  /** Plain files in the folder itself: no folders, no links. */
  list(): Promise<readonly FileSeen[]>;
  read(name: string): Promise<Uint8Array>;
  /** Moves a file onto a shelf, under another name; makes the shelf where it is missing. */
  shelve(name: string, shelf: Shelf, as: string): Promise<void>;
  /** Writes a file beside those on a shelf. */
  write(shelf: Shelf, name: string, text: string): Promise<void>;
  close(): void;
}

/** Opens the folder for one pull. Throws ConnectorError. */
export type OpenFolder = (signal: AbortSignal) => Promise<Folder>;
