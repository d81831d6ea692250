/** The styles of every widget. Vite puts such a list before a module's own imports: in a module by itself, it comes after the
 *  theme's, which it overrides. */
import.meta.glob("./*/*.css", { eager: true });

export {};
