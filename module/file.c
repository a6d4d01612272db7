// SPDX-License-Identifier: GPL-2.0
/*
 * Descriptors of machines. /dev/mm011 leads to the shared machine; a private
 * one has an anonymous inode and the same operations.
 */

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "machine.h"

static int mm011_open(struct inode *inode, struct file *file)
{
	mm011_box_get(mm011_shared);
	file->private_data = mm011_shared;
	return 0;
}

static int mm011_close(struct inode *inode, struct file *file)
{
	mm011_box_put(file->private_data);
	return 0;
}

/*
 * Physical memory to look at, all of it or a part. Writing goes through
 * operations alone, where it is checked and told; mprotect() must not give
 * back what is refused here. The mapping holds the file, the file the machine.
 */
static int mm011_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct mm011_box *box = file->private_data;

	if (vma->vm_flags & VM_WRITE)
		return -EACCES;
	vm_flags_clear(vma, VM_MAYWRITE);
	return remap_vmalloc_range(vma, box->m.memory, vma->vm_pgoff);
}

const struct file_operations mm011_fops = {
	.owner = THIS_MODULE,
	.open = mm011_open,
	.release = mm011_close,
	.mmap = mm011_mmap,
	.unlocked_ioctl = mm011_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};
