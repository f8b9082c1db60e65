import { accountEndpoints } from './profile/endpoints.ts';
import { consumptionEndpoints } from './consumption/endpoints.ts';
import { customerEndpoints } from './relationship/endpoints.ts';
import type { Endpoint } from './http/endpoint.ts';
import { wholeApi } from './http/whole-api.ts';
import { invoiceEndpoints } from './invoices/endpoints.ts';
import { loginEndpoints } from './login/endpoints.ts';
import type { Services } from './services.ts';

/** Every room's lines of the API. A new room adds one line here; a line of the contract without a handler, or with two, does not compile. */
export function rooms(services: Services): readonly Endpoint[] {
  return wholeApi([
    ...loginEndpoints(services),
    ...customerEndpoints(services),
    ...consumptionEndpoints(services),
    ...invoiceEndpoints(),
    ...accountEndpoints(services),
  ]);
}
