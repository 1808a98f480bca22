// Auth0's own client of the Management API, for a server on this computer.
import { ManagementClient } from 'auth0';

/** A client with these options. It knows https alone; here it is answered over http, and nothing but the scheme is changed. `sees` gets
 *  what is sent of each request. */
export function managementClient(url, options, sees = () => {}) {
  return new ManagementClient({
    domain: new URL(url).host,
    ...options,
    fetch: (address, init) => {
      sees(init);
      return fetch(String(address).replace(/^https:/, 'http:'), init);
    },
  });
}
