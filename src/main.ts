/** Wires the rooms together; the only reader of the environment and the only listener. */
export const version = '0.1.0';
