import type { Exchange, Route } from './exchange.js';
import { Refusal } from './exchange.js';

/** Either a route to go, or why there is none; with a route and a refusal, the refusal is said in the route's words. */
export type Routed = { readonly route: Route; readonly refusal: Refusal | null } | { readonly route: null; readonly refusal: Refusal };

/** Finds routes by their whole path, or by the part before a last `*`, which stands for all that comes below. */
export function createRouter(routes: readonly Route[]): (exchange: Pick<Exchange, 'path' | 'method'>) => Routed {
  const exact = new Map(routes.filter(({ path }) => !path.endsWith('*')).map((route) => [route.path, route]));
  const below = routes.filter(({ path }) => path.endsWith('/*'));
  return ({ path, method }) => {
    const route = exact.get(path) ?? below.find((one) => path.startsWith(one.path.slice(0, -1)));
    if (!route) return { route: null, refusal: new Refusal(404, 'NOT_FOUND', 'There is nothing at this address.') };
    const allowed = route.methods.includes(method === 'HEAD' ? 'GET' : method);
    return { route, refusal: allowed ? null : notAllowed(route) };
  };
}

function notAllowed({ methods }: Route): Refusal {
  return new Refusal(405, 'METHOD_NOT_ALLOWED', `This address takes ${methods.join(' and ')}.`, { allow: methods.join(', ') });
}
