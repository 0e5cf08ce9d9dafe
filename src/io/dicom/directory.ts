import { AppError } from '../../domain/errors';
import { LIMITS } from '../limits';
import type { DicomDataset } from './dataset';
import { TAG } from './tags';

/**
 * The files a DICOMDIR names (PS3.3 F.3), in file order, each once. The records' links are not followed, only
 * their sequence is read, so a loop among them does no harm. Components may not climb out of the folder.
 */
export function readDirectoryReferences(dataset: DicomDataset): string[] {
  const records = dataset.items(TAG.directoryRecordSequence);
  if (records.length > LIMITS.directoryRecords) throw new AppError('dicom-malformed', 'more directory records than any medium holds');
  const references = new Set<string>();
  for (const record of records) {
    const parts = record.codes(TAG.referencedFileId).filter((part) => part !== '' && part !== '.' && part !== '..');
    if (parts.length > 0) references.add(parts.join('/'));
  }
  return [...references];
}
