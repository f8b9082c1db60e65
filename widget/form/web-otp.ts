/** Asks the phone for the code of the SMS that has just come (WebOTP). Returns undefined where there is none, or the person says no. */
export async function readCodeFromSms(signal: AbortSignal): Promise<string | undefined> {
  if (!('OTPCredential' in window)) return undefined;
  try {
    const credential = await navigator.credentials.get({ otp: { transport: ['sms'] }, signal } as CredentialRequestOptions);
    return (credential as { code?: string } | null)?.code;
  } catch {
    return undefined;
  }
}
