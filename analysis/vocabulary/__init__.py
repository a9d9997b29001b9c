"""What registries write in free text: vertebral levels and primary tumours."""
