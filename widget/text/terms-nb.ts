/** The manual's text of the terms, in paragraphs: what counts where the utility has none of its own. The server keeps it with who accepted it. */
export const termsNb: readonly string[] = [
  'Vi bruker din informasjon for å registrere bruk av nettsiden. Dette er kun til statiske formål for å forbedre denne siden. Utover informasjonen du oppgir i dette skjemaet lagres ingen informasjon om deg, og ditt mobilnummer vil ikke benyttes til andre formål, eller deles eller tilgjengeliggjøres for andre.',
];
