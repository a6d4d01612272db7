// SPDX-License-Identifier: GPL-2.0
/*
 * Descriptors of machines. /dev/mm011 leads to the shared machine; a private
 * one has an anonymous inode and the same operations.
 */

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "compat.h"
#include "machine.h"

/**
 * mm011_handle_new() - what a new descriptor stands for
 * @instance: machine; its reference is the handle's from now on
 *
 * Return: the handle; NULL without memory, and the reference is still the caller's.
 */
struct mm011_handle *mm011_handle_new(struct mm011_instance *instance)
{
	static atomic_t owners;
	struct mm011_handle *handle = kmalloc(sizeof(*handle), MM011_GFP);

	if (!handle)
		return NULL;
	handle->instance = instance;
	do {
		handle->owner = atomic_inc_return(&owners);
	} while (!handle->owner);	/* which is nobody's */
	return handle;
}

/**
 * mm011_handle_put() - a descriptor goes
 * @handle: what it stood for
 */
void mm011_handle_put(struct mm011_handle *handle)
{
	mm011_instance_put(handle->instance);
	kfree(handle);
}

static int mm011_open(struct inode *inode, struct file *file)
{
	struct mm011_handle *handle = mm011_handle_new(mm011_shared);

	if (!handle)
		return -ENOMEM;
	mm011_instance_get(mm011_shared);
	file->private_data = handle;
	return 0;
}

static int mm011_close(struct inode *inode, struct file *file)
{
	mm011_handle_put(file->private_data);
	return 0;
}

/* Page faults on the mapping, for example after MADV_DONTNEED. */
static vm_fault_t mm011_fault(struct vm_fault *vmf)
{
	struct mm011_handle *handle = vmf->vma->vm_file->private_data;

	vmf->page = mm011_instance_page(handle->instance, vmf->pgoff);
	return vmf->page ? 0 : VM_FAULT_SIGBUS;
}

static const struct vm_operations_struct mm011_vm_ops = {
	.fault = mm011_fault,
};

/*
 * Physical memory to look at, all of it or a part. Writing goes through
 * operations alone, where it is checked and told; mprotect() must not give
 * back what is refused here. The mapping holds the file, the file the machine.
 */
static int mm011_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct mm011_handle *handle = file->private_data;
	unsigned long pages = READ_ONCE(handle->instance->memory_room) >> PAGE_SHIFT;

	if (vma->vm_flags & VM_WRITE)
		return -EACCES;
	if (vma->vm_pgoff > pages || vma_pages(vma) > pages - vma->vm_pgoff)
		return -EINVAL;
	vm_flags_mod(vma, VM_DONTEXPAND | VM_DONTDUMP, VM_MAYWRITE);
	vma->vm_ops = &mm011_vm_ops;
	return 0;
}

const struct file_operations mm011_fops = {
	.owner = THIS_MODULE,
	.open = mm011_open,
	.release = mm011_close,
	.mmap = mm011_mmap,
	.unlocked_ioctl = mm011_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};
