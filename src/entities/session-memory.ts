/**
 * The first statement of a session on a PostgreSQL server. glibc's malloc gives memory back to the system when a statement is over, and the next one gets
 * it anew, page by page, unless a piece that was larger than a limit has been freed: so each session frees one of 4 MB, and
 * from then on keeps what it needs, up to twice as much (ADR 15). Other allocators do not mind.
 */
export const keepMemory = "select length(repeat(' ', 4000000))";
