import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

export interface Source {
  /** From the repository's root. */
  path: string;
  text: string;
}

/** The files below a folder that people wrote, with their text; not what is generated, and not the fixtures. */
export function sourcesIn(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((path) => /\.(tsx?|mjs|css|sql|md|html)$/.test(path) && !/\/(generated|fixtures)\//.test(path))
    .sort()
    .map(sourceOf);
}

export const sourceOf = (path: string): Source => ({ path, text: readFileSync(path, 'utf8') });

export const isCode = ({ path }: Source): boolean => /\.tsx?$/.test(path);

/** The names that a file exports by its own declarations. */
export function exportsOf({ path, text }: Source): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return file.statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : [],
      );
    const { name } = statement as ts.DeclarationStatement;
    return name && ts.isIdentifier(name) ? [name.text] : [];
  });
}

/** What a file imports, by value or by type: packages by their names, files by their paths from the repository's root. */
export function importsOf({ path, text }: Source): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier]) =>
    specifier!.startsWith('.') ? written(normalize(join(dirname(path), specifier!))) : specifier!,
  );
}

/** An import names the file that is built; this is the one that people wrote. */
const written = (path: string): string =>
  ['.ts', '.tsx'].map((end) => path.replace(/\.js$/, end)).find((file) => existsSync(file)) ?? path;

/** The comments of a file, one by one. */
export function commentsOf({ text }: Source): string[] {
  return text.match(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*/gm) ?? [];
}
