/** Every mapping profile that the import command knows. A new one is a file beside this and a line here. */
import type { Profile } from '../profile.js';
import { orders } from './orders.js';
import { scms } from './scms.js';

export const profiles: readonly Profile[] = [orders, scms];
