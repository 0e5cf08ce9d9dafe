import { useEffect, useRef } from 'react';
import { Check, Eraser, Grid3x3, Plus, Undo2 } from 'lucide-react';
import { BRUSH_RADII, isRegionTool, REGION_TOOLS } from '../../domain/regions/drawing';
import { isDocumentKind } from '../../domain/study';
import { useCommands, useReview, useView } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import { reveal } from '../hooks/use-reveal';
import { useShortcut } from '../hooks/use-shortcut';
import { useFormat, useTranslate } from '../i18n/language';
import { Button, IconButton } from '../kit/Button';
import { Slider } from '../kit/Field';
import { Section } from '../kit/Section';
import { TOOL_ICONS } from '../shell/tools';
import { ClassEditor, ClassList } from './ClassList';
import { DensityTable } from './DensityTable';
import { GridSettings } from './GridSettings';
import styles from './Regions.module.css';

/** Tools that draw regions, count, and lay a grid. */
function RegionTools() {
  const commands = useCommands();
  const t = useTranslate();
  const shortcut = useShortcut();
  const current = useView((view) => view.tool);
  const grid = useView((view) => view.grid.shown);
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('regions.tools')}>
      {REGION_TOOLS.map((tool) => (
        <IconButton
          key={tool}
          icon={TOOL_ICONS[tool]}
          label={t(`tool.${tool}`)}
          shortcut={shortcut({ do: 'tool', tool })}
          pressed={tool === current}
          data-testid={`tool-${tool}`}
          onClick={() => {
            commands.setTool(tool === current ? 'select' : tool);
          }}
        />
      ))}
      <IconButton
        icon={Grid3x3}
        label={t('grid.show')}
        shortcut={shortcut({ do: 'counting-grid' })}
        pressed={grid}
        data-testid="counting-grid"
        onClick={() => {
          commands.setGrid({ shown: !grid });
        }}
      />
      <span className={styles.spacer} />
      <ClassEditor />
    </div>
  );
}

function Brush() {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const { brushRadius, erase } = useView((view) => view.drawing);
  return (
    <div className={styles.brush}>
      <Slider
        label={t('regions.brushSize')}
        value={brushRadius}
        minimum={BRUSH_RADII.least}
        maximum={BRUSH_RADII.most}
        step={1}
        valueText={t('regions.brushSizeValue', { radius: format.number(brushRadius) })}
        onChange={(radius) => {
          commands.setDrawing({ brushRadius: radius });
        }}
      />
      {[false, true].map((value) => (
        <Button
          key={String(value)}
          icon={value ? Eraser : Plus}
          look="quiet"
          aria-pressed={erase === value}
          data-testid={value ? 'brush-erase' : 'brush-add'}
          onClick={() => {
            commands.setDrawing({ erase: value });
          }}
        >
          {t(value ? 'regions.brushErase' : 'regions.brushAdd')}
        </Button>
      ))}
    </div>
  );
}

/** What the tool in hand asks for. */
function ToolHelp() {
  const commands = useCommands();
  const t = useTranslate();
  const tool = useView((view) => view.tool);
  if (!isRegionTool(tool)) return <p className={styles.muted}>{t('regions.edit')}</p>;
  return (
    <>
      <p className={styles.muted}>{t(`regions.hint.${tool}`)}</p>
      {tool === 'brush' && <Brush />}
      {tool === 'polygon' && (
        <div className={styles.brush}>
          <Button
            icon={Check}
            look="quiet"
            onClick={() => {
              commands.drawByKey({ do: 'finish' });
            }}
          >
            {t('regions.finish')}
          </Button>
          <IconButton
            icon={Undo2}
            label={t('regions.takeBack')}
            onClick={() => {
              commands.drawByKey({ do: 'take-back' });
            }}
          />
        </div>
      )}
    </>
  );
}

/** Regions, counts and densities of the image in the active viewport. */
export function RegionsPanel() {
  const section = useRef<HTMLElement>(null);
  const series = useActiveSeries();
  const index = useView((view) => view.viewports[view.active].index);
  const drawing = useView((view) => isRegionTool(view.tool) || view.grid.shown);
  const inUse = useReview(({ findings, selected }) => findings.some(({ id, author }) => id === selected && author.kind === 'person'));
  const grid = useView((view) => view.grid.shown);
  const t = useTranslate();
  useEffect(() => {
    if (drawing) reveal(section.current);
  }, [drawing]);
  const frame = series?.frames[index - 1];
  if (series === null || frame === undefined || isDocumentKind(series.kind)) return null;
  return (
    <Section ref={section} title={t('regions.title')}>
      <div className={styles.panel} data-testid="regions">
        <RegionTools />
        {/* Nothing stands between a model's findings and who only reviews them. */}
        {(drawing || inUse) && (
          <>
            <ToolHelp />
            <ClassList />
            {grid && <GridSettings frame={frame} />}
            <DensityTable series={series} frame={frame} />
          </>
        )}
      </div>
    </Section>
  );
}
