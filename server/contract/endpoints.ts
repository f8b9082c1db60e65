import type { AnswersEndpoints } from './answers.ts';
import type { ConsumptionEndpoints } from './consumption.ts';
import type { CostEndpoints } from './cost.ts';
import type { DataKeysEndpoints } from './data-keys.ts';
import type { InvoicesEndpoints } from './invoices.ts';
import type { LoginEndpoints } from './login.ts';
import type { NotesEndpoints } from './notes.ts';
import type { ProfileEndpoints } from './profile.ts';
import type { RelationshipEndpoints } from './relationship.ts';
import type { SessionEndpoints } from './session.ts';

/**
 * Every endpoint of the API between widget and server, as types alone; each subject's replies stand beside its lines. `query` and `body`
 * say what goes in, `reply` what a 2xx answers (null: 204). `:id` in a path is filled from `path`.
 * Paths stand below the server's base `/api`. Instants are ISO 8601 with offset, local dates are
 * `YYYY-MM-DD` in the utility's zone (Europe/Oslo), energy is kWh, volume m³, temperature °C.
 */
export interface Endpoints
  extends
    SessionEndpoints,
    LoginEndpoints,
    RelationshipEndpoints,
    ConsumptionEndpoints,
    AnswersEndpoints,
    InvoicesEndpoints,
    CostEndpoints,
    ProfileEndpoints,
    NotesEndpoints,
    DataKeysEndpoints {}
