/**
 * What this client calls itself towards brokers and in metrics.
 */
export const SOFTWARE_NAME = "ottla";
export const SOFTWARE_VERSION = "0.1.0";
