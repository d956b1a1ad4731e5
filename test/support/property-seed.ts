/**
 * Runs before each test file: properties try the same cases at every run, so that a change is judged by what it changed.
 * PROPERTY_SEED names other cases; `npm run soak -- --only properties` tries new ones each time.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 1) });
