import { executable, submodule, symlink } from '../support/origin.ts';
import { type History, push } from './history.ts';

const before = ['one', '`before` of the push'] as const;
const event = push('one', 'two');

/** What may happen to files and objects from one commit to the next. */
export const changes: Readonly<Record<string, History>> = {
  'files are added, changed and deleted': {
    commits: {
      one: {
        files: { 'c/1.yml': 'id: 1', 'c/2.yml': 'id: 2', 'c/3.yml': 'id: 3', 'c/4.yml': 'id: 4', 'd/9.yml': 'id: 9' },
      },
      two: {
        files: {
          'c/1.yml': '# why\nid: 1',
          'c/2.yml': 'id: 2\nn: x',
          'c/4.yml': null,
          'c/5.json': '{"id":5}',
          'd/9.yml': 'id: 9\nn: x',
        },
      },
    },
    event,
    inputs: { integration: 'c/**', conversion: 'd/**' },
    expected: {
      base: before,
      integration: ['-1 unchanged', '2 changed', '-4 deleted', '5 added'],
      conversion: ['9 changed'],
    },
    bundle: true,
  },
  'ids whose config was deleted are resynced on demand': {
    commits: {
      one: { files: { 'c/1.yml': 'id: 1', 'c/2.yml': '- id: 2\n- id: 3\n', 'c/4.yml': 'id: 4' } },
      two: { files: { 'c/1.yml': null, 'c/2.yml': '- id: 3\n' } },
    },
    event,
    inputs: { deleted: 'resync' },
    expected: { base: before, integration: ['1 deleted', '2 deleted', '-3 unchanged'] },
  },
  'a file is renamed': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1\nname: first\n', 'c/z.yml': 'id: 2' } },
      two: { files: { 'c/a.yml': null, 'c/b.yml': 'id: 1\nname: first\n' } },
    },
    event,
    expected: { base: before, integration: ['-1 unchanged'] },
  },
  'a file is renamed and changed': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1\nname: first\n' } },
      two: { files: { 'c/a.yml': null, 'c/deep/er/b.yml': 'id: 1\nname: second\n' } },
    },
    event,
    expected: { base: before, integration: ['1 changed'] },
  },
  'a file that is an object by its name is renamed to another id': {
    commits: {
      one: { files: { 'c/1628-twilio.yml': 'name: x' } },
      two: { files: { 'c/1628-twilio.yml': null, 'c/1629-twilio.yml': 'name: x' } },
    },
    event,
    expected: { base: before, integration: ['-1628 deleted', '1629 added'] },
  },
  'an object moves to another file': {
    commits: {
      one: { files: { 'c/a.yml': '- {id: 1, n: x}\n- {id: 2, n: y}\n', 'c/b.yml': '- {id: 3, n: z}\n' } },
      two: { files: { 'c/a.yml': '- {id: 2, n: y}\n', 'c/b.yml': '- {id: 3, n: z}\n- {n: x, id: 1}\n' } },
    },
    event,
    expected: { base: before, integration: ['-1 unchanged', '-2 unchanged', '-3 unchanged'] },
  },
  'a list is split into files, one for each object': {
    commits: {
      one: { files: { 'c/all.yml': '- {id: 1, n: x}\n- {id: 2, n: y}\n' } },
      two: { files: { 'c/all.yml': null, 'c/1.json': '{"n": "x", "id": 1}', 'c/2.yml': 'id: 2\nn: z\n' } },
    },
    event,
    expected: { base: before, integration: ['-1 unchanged', '2 changed'] },
  },
  'an object moves to a file that stays as it is, since it stands there already': {
    commits: {
      one: { files: { 'c/a.yml': '- id: 1\n- id: 2\n', 'c/b.yml': 'id: 1' } },
      two: { files: { 'c/a.yml': '- id: 2\n' } },
    },
    event,
    inputs: { deleted: 'resync' },
    expected: { base: before, integration: ['-1 unchanged', '-2 unchanged'] },
  },
  'an object moves out of the globs': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1', 'c/b.yml': 'id: 2' } },
      two: { files: { 'c/a.yml': null, 'x/a.yml': 'id: 1' } },
    },
    event,
    expected: { base: before, integration: ['-1 deleted'] },
  },
  'the mode of a file changes': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1', 'c/b.yml': 'id: 2' } },
      two: { files: { 'c/a.yml': executable('id: 1') } },
    },
    event,
    expected: { base: before },
  },
  'a file becomes a symbolic link, and a link a file': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1', 'c/b.yml': symlink('/etc/passwd'), 'c/c.yml': symlink('a.yml') } },
      two: { files: { 'c/a.yml': symlink('/etc/hostname'), 'c/b.yml': 'id: 2', 'c/c.yml': symlink('b.yml') } },
    },
    event,
    expected: {
      base: before,
      integration: ['-1 deleted', '2 added'],
      skipped: {
        'c/a.yml': 'a symbolic link, which is not followed',
        'c/c.yml': 'a symbolic link, which is not followed',
      },
    },
  },
  'a folder becomes a symbolic link to a folder of config files': {
    commits: {
      one: { files: { 'c/d/a.yml': 'id: 1', 'other/a.yml': 'id: 1\nn: x', 'other/b.yml': 'id: 2' } },
      two: { files: { 'c/d/a.yml': null, 'c/d': symlink('../other') } },
    },
    event,
    expected: {
      base: before,
      integration: ['-1 deleted'],
      skipped: { 'c/d': 'a symbolic link, which is not followed' },
    },
  },
  'a submodule comes, moves on, and gives way to files': {
    commits: {
      one: { files: { 'c/new.yml': 'id: 1', 'c/moved': submodule('1'), 'c/gone': submodule('2') } },
      two: {
        files: {
          'c/new.yml': null,
          'c/new': submodule('3'),
          'c/moved': submodule('4'),
          'c/gone': null,
          'c/gone/a.yml': 'id: 2',
        },
      },
    },
    event,
    expected: {
      base: before,
      integration: ['-1 deleted', '2 added'],
      skipped: { 'c/moved': 'a submodule or another repository', 'c/new': 'a submodule or another repository' },
    },
  },
  'a submodule moves on that patterns lead into': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1', 'c/sub': submodule('1'), 'd/sub': submodule('2') } },
      two: { files: { 'c/a.yml': 'id: 1\nn: x', 'c/sub': submodule('3'), 'd/sub': submodule('4') } },
    },
    event,
    inputs: { integration: 'c/**/*.yml\nd/*.yml\nc/a.yml' },
    expected: {
      base: before,
      integration: ['1 listed'],
      skipped: { 'c/sub': 'a submodule or another repository' },
      warnings: ['the glob "d/*.yml" matches no file'],
    },
  },
  'a submodule moves on that patterns of shared files may lead into': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1', vendor: submodule('1') } },
      two: { files: { vendor: submodule('2') } },
    },
    event,
    inputs: { integration: 'c/**', 'resync-all-if-changed': '**/defaults.yml' },
    expected: {
      base: before,
      integration: [],
      skipped: { vendor: 'a submodule or another repository' },
      warnings: ['the glob "**/defaults.yml" matches no file'],
    },
  },
  'a submodule moves on of which all is excluded': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1', 'c/d.yml': 'x: 1', vendor: submodule('1') } },
      two: { files: { vendor: submodule('2') } },
    },
    event,
    inputs: { integration: '**/a.yml\n!vendor/**', 'resync-all-if-changed': '**/d.yml\n!vendor/**' },
    expected: { base: before, integration: [] },
  },
  'a shared submodule moves on': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1', shared: submodule('1') } },
      two: { files: { shared: submodule('2') } },
    },
    event,
    inputs: { integration: 'c/**', 'resync-all-if-changed': 'shared/**/*.yml' },
    expected: { base: before, integration: ['1 all'] },
  },
  'a folder turns into a file, and a file into a folder': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1', 'c/b.yml/x.yml': 'id: 2' } },
      two: { files: { 'c/a.yml': null, 'c/a.yml/y.yml': 'id: 1', 'c/b.yml/x.yml': null, 'c/b.yml': 'id: 2\nn: x' } },
    },
    event,
    expected: { base: before, integration: ['-1 unchanged', '2 changed'] },
  },
  'a name changes its case only': {
    commits: {
      one: { files: { 'c/Twilio.yml': 'id: 1', 'c/Sub/a.yml': 'id: 2' } },
      two: {
        files: { 'c/Twilio.yml': null, 'c/twilio.yml': 'id: 1', 'c/Sub/a.yml': null, 'c/sub/a.yml': 'id: 2\nn: x' },
      },
    },
    event,
    expected: { base: before, integration: ['-1 unchanged', '2 changed'] },
  },
  'line ends change to CRLF': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1\ntext: |\n  a\n  b\n', 'c/b.json': '{\n"id": 2\n}\n' } },
      two: { files: { 'c/a.yml': 'id: 1\r\ntext: |\r\n  a\r\n  b\r\n', 'c/b.json': '{\r\n"id": 2\r\n}\r\n' } },
    },
    event,
    expected: { base: before, integration: ['-1 unchanged', '-2 unchanged'] },
  },
  'a byte order mark comes and goes': {
    commits: {
      one: { files: { 'c/a.yml': '\ufeffid: 1\n', 'c/b.json': '{"id": 2}', 'c/c.yml': 'id: 3' } },
      two: { files: { 'c/a.yml': 'id: 1\n', 'c/b.json': '\ufeff{"id": 2}', 'c/c.yml': '\ufeffid: 3\nn: x' } },
    },
    event,
    expected: { base: before, integration: ['-1 unchanged', '-2 unchanged', '3 changed'] },
  },
  'one of several documents of a file changes': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1\n---\nid: 2\n---\nid: 3\n' } },
      two: { files: { 'c/a.yml': 'id: 1\n---\nid: 2\nn: x\n---\nid: 4\n' } },
    },
    event,
    expected: { base: before, integration: ['-1 unchanged', '2 changed', '-3 deleted', '4 added'] },
  },
  'one element of a root list changes, and their order': {
    commits: {
      one: { files: { 'c/a.json': '[{"id": 1}, {"id": "2", "n": 1}, {"id": 17236162066430100298}]' } },
      two: { files: { 'c/a.json': '[{"id": 17236162066430100298}, {"id": "2", "n": 2}, {"id": 1}]' } },
    },
    event,
    expected: { base: before, integration: ['-1 unchanged', '2 changed', '-17236162066430100298 unchanged'] },
  },
  'ids stand where `id-path` says': {
    commits: {
      one: { files: { 'c/a.yml': 'owner: me\nhood:\n  live: [{hood_id: 1, n: a}, {hood_id: 2}]\n' } },
      two: { files: { 'c/a.yml': 'owner: me\nhood:\n  live: [{hood_id: 1, n: b}, {hood_id: 2}, {hood_id: 3}]\n' } },
    },
    event,
    inputs: { 'id-path': '$.hood.live[*].hood_id' },
    expected: { base: before, integration: ['1 changed', '-2 unchanged', '3 added'] },
    bundle: true,
  },
  'an anchor changes what other objects resolve to': {
    commits: {
      one: { files: { 'c/a.yml': '- &d {id: 1, n: a}\n- {id: 2, <<: *d}\n- {id: 3, n: q}\n' } },
      two: { files: { 'c/a.yml': '- &d {id: 1, n: b}\n- {id: 2, <<: *d}\n- {id: 3, n: q}\n' } },
    },
    event,
    expected: { base: before, integration: ['1 changed', '2 changed', '-3 unchanged'] },
  },
  'defaults that objects share change outside of them': {
    commits: {
      one: {
        files: { 'c/a.yml': 'defaults: {region: eu}\nitems: [{id: 1}, {id: 2}]\n', 'c/b.yml': 'items: [{id: 3}]\n' },
      },
      two: {
        files: {
          'c/a.yml': 'defaults: {region: us}\nitems: [{id: 1}, {id: 2}]\n',
          'c/b.yml': 'items: [{id: 3}]\n# x\n',
        },
      },
    },
    event,
    inputs: { 'id-path': '$.items[*].id' },
    expected: { base: before, integration: ['1 changed', '2 changed', '-3 unchanged'] },
  },
  'a shared file changed, so that all are taken': {
    commits: {
      one: { files: { 'c/1.yml': 'id: 1', 'c/2.yml': 'id: 2', 'c/3.yml': 'id: 3', 'shared/x.tpl': 'a' } },
      two: { files: { 'c/2.yml': 'id: 2\nn: x', 'c/3.yml': null, 'shared/x.tpl': 'b' } },
    },
    event,
    inputs: { 'resync-all-if-changed': 'shared/**', deleted: 'resync' },
    expected: { base: before, integration: ['1 all', '2 all', '3 deleted'] },
    bundle: true,
  },
  'of the shared files only the mode changed': {
    commits: {
      one: { files: { 'c/1.yml': 'id: 1', 'shared/x.sh': 'a' } },
      two: { files: { 'c/2.yml': 'id: 2', 'shared/x.sh': executable('a') } },
    },
    event,
    inputs: { 'resync-all-if-changed': 'shared/**' },
    expected: { base: before, integration: ['2 added'] },
  },
  'a shared link points elsewhere': {
    commits: {
      one: { files: { 'c/1.yml': 'id: 1', 'shared/current': symlink('v1') } },
      two: { files: { 'shared/current': symlink('v2') } },
    },
    event,
    inputs: { 'resync-all-if-changed': 'shared/**' },
    expected: { base: before, integration: ['1 all'] },
  },
  'the version at the base cannot be read': {
    commits: {
      one: { files: { 'c/1.yml': 'id: 1\n  n: [', 'c/2.yml': 'id: 2', 'c/3.yml': Buffer.from([0xff, 0xfe, 0x00]) } },
      two: { files: { 'c/1.yml': '- id: 1\n- id: 4\n', 'c/3.yml': null } },
    },
    event,
    expected: {
      base: before,
      integration: ['1 changed', '4 changed'],
      warnings: [
        'c/1.yml: its version at the base could not be read',
        'c/3.yml was deleted, and its version at the base could not be read',
      ],
    },
  },
  'the version at the head cannot be read': {
    commits: {
      one: { files: { 'c/1.yml': 'id: 1', 'c/2.yml': 'id: 2' } },
      two: {
        files: {
          'c/1.yml': 'id: 1\nid: 1\n',
          'c/2.yml': Buffer.from('id: 2\nn: \xe9\n', 'latin1'),
          'c/x.yml': 'name: x',
        },
      },
    },
    event,
    expected: { problems: ['c/1.yml:2 holds the key "id" twice', 'c/2.yml is not UTF-8', 'c/x.yml:1 holds no id'] },
  },
  'files and ids are named one by one': {
    commits: {
      one: { files: { 'c/1.yml': 'id: 1', 'c/2.yml': 'id: 2', 'c/[3].yml': 'id: 3', 'c/gone.yml': 'id: 4' } },
      two: { files: { 'c/2.yml': 'id: 2\nn: x', 'c/gone.yml': null } },
    },
    event,
    inputs: { integration: '77\nc/1.yml\nc/[3].yml\nc/gone.yml', conversion: '["c/2.yml", 88]', deleted: 'resync' },
    expected: {
      base: before,
      integration: ['1 listed', '3 listed', '4 deleted', '77 listed'],
      conversion: ['2 listed', '88 listed'],
    },
  },
  'exclusions take files out, and other files are told as skipped': {
    commits: {
      one: { files: { 'c/1.yml': 'id: 1', 'c/drafts/2.yml': 'id: 2', 'c/README.md': 'a' } },
      two: {
        files: { 'c/1.yml': 'id: 1\nn: x', 'c/drafts/2.yml': 'id: 2\nn: x', 'c/README.md': 'b', 'c/empty.yml': '[]' },
      },
    },
    event,
    inputs: { integration: '!c/drafts\nc/**' },
    expected: {
      base: before,
      integration: ['1 changed'],
      skipped: {
        'c/README.md': 'not a config file; those end in .json, .yaml or .yml',
        'c/empty.yml': 'holds no object',
      },
    },
  },
  'nothing changed': {
    commits: { one: { files: { 'c/1.yml': 'id: 1' } }, two: {} },
    event,
    expected: { base: before },
  },
  'the base holds no file at all': {
    commits: { one: {}, two: { files: { 'c/1.yml': 'id: 1', 'c/2.yml': 'id: 2' } } },
    event,
    expected: { base: before, integration: ['1 added', '2 added'] },
  },
  'the head holds no file at all': {
    commits: { one: { files: { 'c/1.yml': 'id: 1' } }, two: { files: { 'c/1.yml': null } } },
    event,
    expected: { base: before, integration: ['-1 deleted'] },
  },
  'an id stands in two files, one of which changes': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1', 'c/b.yml': 'id: 1' } },
      two: { files: { 'c/b.yml': 'id: 1\nn: x' } },
    },
    event,
    expected: { base: before, integration: ['1 changed'] },
  },
  'a change comes and is taken back within the push': {
    commits: {
      one: { files: { 'c/a.yml': 'id: 1' } },
      between: { files: { 'c/a.yml': 'id: 1\nn: x' } },
      two: { files: { 'c/a.yml': 'id: 1' } },
    },
    event,
    expected: { base: before },
  },
};
