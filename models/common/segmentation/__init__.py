"""Small convolutional segmentation networks: blocks, overlap losses, augmentation, training schedule, export."""
