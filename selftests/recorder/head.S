/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the CPU enters the kernel: after the boot sector, on a page fault, on
 * a system call. And the program that every task runs.
 */
#define USER_CS	0x1b
#define USER_DS	0x23

	.section .head, "ax"
	.globl startup_32, page_fault, system_call, switch_stack, ret_to_user
	.globl user_program, user_program_end
/* behind the boot sector; %ebp: KB of memory above 1 MB */
startup_32:
	movl	$0x10, %eax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movl	$stack_top, %esp
	movl	$__bss_start, %edi
	movl	$__bss_end, %ecx
	subl	%edi, %ecx
	xorl	%eax, %eax
	rep stosb
	call	setup_paging
	pushl	%ebp
	call	main
1:	hlt
	jmp	1b

/* the page directory at 0, four tables behind it: 16 MB, each to itself */
setup_paging:
	xorl	%edi, %edi
	movl	$1024, %ecx
	rep stosl
	movl	$0x1007, 0
	movl	$0x2007, 4
	movl	$0x3007, 8
	movl	$0x4007, 12
	movl	$7, %eax
1:	stosl
	addl	$0x1000, %eax
	cmpl	$0x1000007, %eax
	jne	1b
	xorl	%eax, %eax
	movl	%eax, %cr3
	movl	%cr0, %eax
	orl	$0x80000000, %eax
	movl	%eax, %cr0
	ret

/* the two calls share their way out, as in 0.11: a jump to a return address */
page_fault:
	pushal
	movl	%cr2, %edx
	movl	32(%esp), %eax
	pushl	%edx
	pushl	%eax
	testl	$1, %eax
	jne	1f
	call	do_no_page
	jmp	2f
1:	call	do_wp_page
2:	addl	$8, %esp
	popal
	addl	$4, %esp
	iret

system_call:
	pushal
	call	do_system_call
ret_to_user:
	popal
	iret

/* switch_stack(u32 *save, u32 load): go on where that stack was left */
switch_stack:
	movl	4(%esp), %eax
	movl	8(%esp), %edx
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	movl	%esp, (%eax)
	movl	%edx, %esp
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	ret

/*
 * Ask what to do, do it, for ever. The answer: %eax says whether to write,
 * %ebx where, %ecx what. No stack, no address of its own.
 */
user_program:
	int	$0x80
	testl	%eax, %eax
	jne	1f
	movb	(%ebx), %cl
	jmp	user_program
1:	movb	%cl, (%ebx)
	jmp	user_program
user_program_end:

	.bss
	.balign	16
	.skip	8192
stack_top:

	.section .note.GNU-stack, "", @progbits
