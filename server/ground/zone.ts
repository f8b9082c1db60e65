/** Days, months and hours are Norway's, whatever the machine's clock is set to. */
export const zone = 'Europe/Oslo';
