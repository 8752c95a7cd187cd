/** A part of a catalogue: the texts of every page, of the desk, or of what concerns many people. */
export type CataloguePart = 'core' | 'desk' | 'oversight';
