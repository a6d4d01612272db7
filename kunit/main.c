// SPDX-License-Identifier: GPL-2.0
/*
 * mm011_kunit.ko: the tests of the core, function by function. They run when
 * the module is loaded.
 */

#include <linux/module.h>

#include "rig.h"

kunit_test_suites(&mm011_area_change_suite,
		  &mm011_areas_suite,
		  &mm011_boot_suite,
		  &mm011_bulk_suite,
		  &mm011_cut_suite,
		  &mm011_event_suite,
		  &mm011_exec_suite,
		  &mm011_exit_suite,
		  &mm011_find_vma_suite,
		  &mm011_flat_suite,
		  &mm011_fork_suite,
		  &mm011_frames_suite,
		  &mm011_info_suite,
		  &mm011_init_swapping_suite,
		  &mm011_inode_suite,
		  &mm011_kernel_suite,
		  &mm011_life_suite,
		  &mm011_life012_suite,
		  &mm011_linux012_suite,
		  &mm011_malloc_suite,
		  &mm011_memory_suite,
		  &mm011_mmap_suite,
		  &mm011_mmu_suite,
		  &mm011_no_page_suite,
		  &mm011_op_suite,
		  &mm011_page_suite,
		  &mm011_page_alloc_suite,
		  &mm011_recorded24_suite,
		  &mm011_reclaim_suite,
		  &mm011_page_tables_suite,
		  &mm011_race_suite,
		  &mm011_ring_suite,
		  &mm011_save_suite,
		  &mm011_share_suite,
		  &mm011_state_suite,
		  &mm011_stop_suite,
		  &mm011_structure_suite,
		  &mm011_sum_suite,
		  &mm011_swap_suite,
		  &mm011_swap_error_suite,
		  &mm011_swap_out_suite,
		  &mm011_sys_suite,
		  &mm011_tables_suite,
		  &mm011_tlb_suite,
		  &mm011_told_suite,
		  &mm011_verify_suite,
		  &mm011_zones_suite);

MODULE_DESCRIPTION("KUnit tests of Linux 0.11's memory manager in a sandbox");
MODULE_LICENSE("GPL");
