/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The boot sector. As 0.12, it asks for a key first. It reads the first four tracks of the floppy disk to
 * 0x10000 (itself included: the kernel begins at 0x10200), asks the BIOS how
 * much memory there is, and goes to protected mode.
 */
#define TRACKS		4
#define SECTORS		18		/* of a track */
#define LOAD_SEG	0x1000

	.code16
	.section .boot, "ax"
	.globl start
start:
	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %ss
	movw	$start, %sp
	cld
#if LINUX == 12
	xorw	%bx, %bx
	movw	$question, %si
1:	lodsb
	movb	$0x0e, %ah
	int	$0x10
	testb	%al, %al
	jnz	1b
	movb	$0, %ah
	int	$0x16
#endif
	movw	$LOAD_SEG, %ax
	movw	%ax, %es
	xorw	%dx, %dx		/* head 0, drive 0 */
	movw	$1, %cx			/* cylinder 0, sector 1 */
	movw	$TRACKS, %di
read_track:
	movw	$0x0200 + SECTORS, %ax
	xorw	%bx, %bx
	int	$0x13
	jnc	track_is_read
	xorw	%ax, %ax		/* the drive had no time to start: once more */
	int	$0x13
	jmp	read_track
track_is_read:
	movw	%es, %ax
	addw	$(SECTORS * 512 / 16), %ax
	movw	%ax, %es
	xorb	$1, %dh
	jnz	same_cylinder
	incb	%ch
same_cylinder:
	decw	%di
	jnz	read_track

	movb	$0x88, %ah		/* KB of memory above 1 MB */
	int	$0x15
	movzwl	%ax, %ebp
	movw	$0x2401, %ax		/* open the address line A20 */
	int	$0x15
	cli
	lgdtl	gdt_pointer
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	ljmpl	$0x08, $startup_32

	.balign	8
gdt:	.quad	0
	.quad	0x00cf9a000000ffff
	.quad	0x00cf92000000ffff
gdt_pointer:
	.word	. - gdt - 1
	.long	gdt

#if LINUX == 12
question:
	.asciz	"Press any other key to continue."

	.org	506
	.word	0x306			/* swap device */
#endif

	.org	510
	.word	0xaa55
