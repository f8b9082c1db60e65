import { define } from '../define.ts';
import { LoginCode } from './code.ts';
import { LoginNewPassword } from './new-password.ts';
import { LoginPassword } from './password.ts';
import { LoginRecovery } from './recovery.ts';

/** The screens of the log-in that nobody sees first: a file of their own, fetched while the first one is filled in. */
define('min-side-login-password', LoginPassword);
define('min-side-login-recovery', LoginRecovery);
define('min-side-login-code', LoginCode);
define('min-side-login-new-password', LoginNewPassword);
