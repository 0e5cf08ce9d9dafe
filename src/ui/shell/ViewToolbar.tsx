import {
  Axis3d,
  Captions,
  CaptionsOff,
  Columns2,
  Eclipse,
  Ellipsis,
  Eye,
  EyeOff,
  Grid2x2,
  Grid3x3,
  Link2,
  Link2Off,
  Maximize,
  Rows2,
  Square,
  SquareSplitHorizontal,
  UserRound,
  UserRoundX,
  type LucideIcon,
} from 'lucide-react';
import { isAskedByPoints } from '../../domain/prompt';
import { mayCalibrate } from '../../domain/calibration';
import { isRegionTool, REGION_TOOLS } from '../../domain/regions/drawing';
import { LAYOUTS, type Layout, type ToolId } from '../../domain/view';
import { useCommands, useModels, useReview, useView } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import { useShortcut } from '../hooks/use-shortcut';
import { useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { MenuButton } from '../kit/Menu';
import { LinkButton as SlideLinkButton, useLinkableSlides } from '../slide/LinkButton';
import { useViewMenu } from '../viewport/use-view-menu';
import { OneToOne } from './OneToOne';
import { TOOL_GROUPS, TOOL_ICONS } from './tools';
import { WindowPopover } from './WindowPopover';
import styles from './Shell.module.css';

const LAYOUT_ICONS: Readonly<Record<Layout, LucideIcon>> = {
  '1x1': Square,
  '1x2': Columns2,
  '2x1': Rows2,
  '2x2': Grid2x2,
  compare: SquareSplitHorizontal,
  planes: Axis3d,
};

const Separator = () => <span className={styles.separator} aria-hidden="true" />;

function LayoutPicker() {
  const commands = useCommands();
  const layout = useView((view) => view.layout);
  const t = useTranslate();
  if (layout === 'planes') return null;
  return (
    <MenuButton
      icon={LAYOUT_ICONS[layout]}
      label={t('layout.title')}
      testId="layout"
      // The three planes have a button of their own.
      entries={LAYOUTS.filter((id) => id !== 'planes').map((id) => ({
        id,
        label: t(`layout.${id}`),
        checked: id === layout,
        data: { 'data-layout': id },
        run: () => {
          commands.setLayout(id);
        },
      }))}
    />
  );
}

/** Only where views stand beside one another. */
function LinkButton() {
  const commands = useCommands();
  const layout = useView((view) => view.layout);
  const linked = useView((view) => view.linked);
  const t = useTranslate();
  if (layout !== '1x2' && layout !== '2x1' && layout !== '2x2') return null;
  return (
    <IconButton
      icon={linked ? Link2 : Link2Off}
      label={t(linked ? 'layout.unlink' : 'layout.link')}
      pressed={linked}
      data-testid="link-views"
      onClick={() => {
        commands.setLinked(!linked);
      }}
    />
  );
}

/** Only where there is a volume to cut, or planes to leave. */
function PlanesButton() {
  const commands = useCommands();
  const layout = useView((view) => view.layout);
  const series = useActiveSeries();
  const t = useTranslate();
  const shortcut = useShortcut();
  const shown = layout === 'planes';
  if (!shown && (series?.kind !== 'volume' || series.frames.length < 2)) return null;
  return (
    <IconButton
      icon={Axis3d}
      label={t('layout.planes')}
      shortcut={shortcut({ do: 'planes' })}
      pressed={shown}
      data-testid="layout-planes"
      onClick={() => {
        commands.setLayout(shown ? '1x1' : 'planes');
      }}
    />
  );
}

/** A photo or a slide has no window to drag: there the windowing tool moves the image, and the bar says so. */
function useEffectiveTool(): ToolId {
  const tool = useView((view) => view.tool);
  const kind = useActiveSeries()?.kind;
  return tool === 'window' && (kind === 'photo' || kind === 'slide') ? 'pan' : tool;
}

/** The selected model is asked by clicks, and suits the image. */
function usePromptedModel(): boolean {
  return useModels(({ models, selected, applicability }) => {
    const summary = models.find((model) => model.summary.id === selected)?.summary;
    return summary !== undefined && isAskedByPoints(summary) && (applicability[summary.id]?.verdict ?? 'no') !== 'no';
  });
}

/** The image on screen may be given a pixel size by the person. */
function useCalibrates(): boolean {
  const series = useActiveSeries();
  const index = useView((view) => view.viewports[view.active].index);
  const frame = series?.frames[index - 1];
  return series !== null && frame !== undefined && mayCalibrate(series, frame);
}

function Tools() {
  const commands = useCommands();
  const current = useEffectiveTool();
  const planes = useView((view) => view.layout === 'planes');
  const prompted = usePromptedModel();
  const calibrates = useCalibrates();
  const t = useTranslate();
  const shortcut = useShortcut();
  return TOOL_GROUPS.map((group) => (
    <div key={group[0]} className={styles.group} role="group" aria-label={t('tool.title')}>
      {group
        .filter((tool) => (tool !== 'crosshair' || planes) && (tool !== 'prompt' || prompted) && (tool !== 'calibrate' || calibrates))
        .map((tool) => (
          <IconButton
            key={tool}
            icon={TOOL_ICONS[tool]}
            label={t(`tool.${tool}`)}
            shortcut={shortcut({ do: 'tool', tool })}
            pressed={tool === current}
            data-tool={tool}
            onClick={() => {
              commands.setTool(tool);
            }}
          />
        ))}
      <Separator />
    </div>
  ));
}

/** Slides are linked by their tissue, other images by their place on screen. */
function LinkButtons() {
  return useLinkableSlides() ? <SlideLinkButton /> : <LinkButton />;
}

/** Folded: the panel at the right has them all side by side. */
function RegionMenu() {
  const commands = useCommands();
  const current = useView((view) => view.tool);
  const grid = useView((view) => view.grid.shown);
  const t = useTranslate();
  const shortcut = useShortcut();
  return (
    <MenuButton
      icon={isRegionTool(current) ? TOOL_ICONS[current] : TOOL_ICONS.polygon}
      label={t('regions.tools')}
      testId="region-tools"
      entries={[
        ...REGION_TOOLS.map((tool) => ({
          id: tool,
          label: t(`tool.${tool}`),
          icon: TOOL_ICONS[tool],
          checked: tool === current,
          shortcut: shortcut({ do: 'tool', tool }),
          data: { 'data-tool': tool },
          run: () => {
            commands.setTool(tool);
          },
        })),
        {
          id: 'counting-grid',
          label: t('grid.title'),
          icon: Grid3x3,
          checked: grid,
          separated: true,
          shortcut: shortcut({ do: 'counting-grid' }),
          run: () => {
            commands.setGrid({ shown: !grid });
          },
        },
      ]}
    />
  );
}

function ViewActions() {
  const commands = useCommands();
  const active = useView((view) => view.active);
  const inverted = useView((view) => view.viewports[view.active].inverted);
  const t = useTranslate();
  const shortcut = useShortcut();
  const more = useViewMenu(active);
  return (
    <div className={styles.group} role="group" aria-label={t('view.title')}>
      <IconButton
        icon={Maximize}
        label={t('view.fit')}
        shortcut={shortcut({ do: 'fit' })}
        onClick={() => {
          commands.act({ type: 'fit' });
        }}
      />
      <IconButton
        icon={OneToOne}
        label={t('view.oneToOne')}
        shortcut={shortcut({ do: 'one-to-one' })}
        onClick={() => {
          commands.act({ type: 'one-to-one' });
        }}
      />
      <IconButton
        icon={Eclipse}
        label={t('view.invert')}
        shortcut={shortcut({ do: 'invert' })}
        pressed={inverted}
        onClick={() => {
          commands.act({ type: 'invert' });
        }}
      />
      <MenuButton icon={Ellipsis} label={t('common.more')} entries={more} />
    </div>
  );
}

function Visibility() {
  const commands = useCommands();
  const overlays = useView((view) => view.overlays);
  const hidden = useView((view) => view.identityHidden);
  const ai = useReview((review) => review.aiVisible);
  const t = useTranslate();
  const shortcut = useShortcut();
  return (
    <div className={styles.group} role="group" aria-label={t('view.title')}>
      <IconButton
        icon={overlays === 'none' ? CaptionsOff : Captions}
        label={t(`view.overlays.${overlays}`)}
        shortcut={shortcut({ do: 'overlays' })}
        data-overlays={overlays}
        onClick={commands.cycleOverlays}
      />
      <IconButton
        icon={hidden ? UserRoundX : UserRound}
        label={t(hidden ? 'view.identityHidden' : 'view.identityShown')}
        shortcut={shortcut({ do: 'identity' })}
        pressed={hidden}
        data-testid="identity"
        onClick={commands.toggleIdentity}
      />
      <IconButton
        icon={ai ? Eye : EyeOff}
        label={t(ai ? 'view.aiShown' : 'view.aiHidden')}
        shortcut={shortcut({ do: 'toggle-ai' })}
        pressed={!ai}
        data-testid="toggle-ai"
        onClick={() => {
          commands.toggleAi();
        }}
      />
    </div>
  );
}

/** Everything a key or a gesture does has its button here. */
export function ViewToolbar() {
  const t = useTranslate();
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('tool.title')}>
      <LayoutPicker />
      <LinkButtons />
      <PlanesButton />
      <Separator />
      <Tools />
      <RegionMenu />
      <WindowPopover />
      <ViewActions />
      <Separator />
      <Visibility />
    </div>
  );
}
