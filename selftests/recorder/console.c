// SPDX-License-Identifier: GPL-2.0
/*
 * Screen and keyboard, without interrupts. The screen scrolls as 0.11's does:
 * its origin walks through the video memory, and goes back at the end.
 */

#include "kernel.h"

#define VIDEO_MEMORY	0xb8000
#define VIDEO_END	0xc0000
#define COLUMNS		80
#define ROWS		25
#define SCREEN		(COLUMNS * ROWS)
#define BLANK		0x0720

#define KEY_STATUS	0x64
#define KEY_DATA	0x60
#define CONTROL		0x1d
#define LEFT_SHIFT	0x2a
#define RELEASED	0x80
#define KILL_LINE	0x15		/* ^U */

static u32 origin = VIDEO_MEMORY;
static u32 position;	/* of the cursor, in characters from the origin */

static const char keys[] =
	"\0\0331234567890-=\177\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
static const char shifted_keys[] =
	"\0\033!@#$%^&*()_+\177\tQWERTYUIOP{}\n\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";

static u8 read_port(u16 port)
{
	u8 value;

	asm volatile("inb %1, %0" : "=a" (value) : "Nd" (port));
	return value;
}

static u16 *cell(u32 where)
{
	return (u16 *)origin + where;
}

void con_init(void)
{
	u32 i;

	for (i = 0; i < SCREEN; i++)
		*cell(i) = BLANK;
}

static void scroll(void)
{
	u16 *old = cell(COLUMNS);
	u32 i;

	origin += 2 * COLUMNS;
	if (origin + 2 * SCREEN > VIDEO_END)
		origin = VIDEO_MEMORY;
	for (i = 0; i < SCREEN - COLUMNS; i++)
		*cell(i) = old[i];
	for ( ; i < SCREEN; i++)
		*cell(i) = BLANK;
	position -= COLUMNS;
}

static void print_char(char c)
{
	if (c == '\n')
		position += COLUMNS - position % COLUMNS;
	else
		*cell(position++) = 0x0700 | (u8)c;
	if (position >= SCREEN)
		scroll();
}

void print(const char *text)
{
	while (*text)
		print_char(*text++);
}

void print_number(u32 n)
{
	char text[12];
	u32 i = sizeof(text) - 1;

	text[i] = 0;
	do {
		text[--i] = '0' + n % 10;
		n /= 10;
	} while (n);
	print(text + i);
}

static u8 read_scan_code(void)
{
	while (!(read_port(KEY_STATUS) & 1))
		asm volatile("pause");
	return read_port(KEY_DATA);
}

static char read_char(void)
{
	static u32 shift, control;
	u8 code;

	for (;;) {
		code = read_scan_code();
		if ((code & ~RELEASED) == LEFT_SHIFT)
			shift = !(code & RELEASED);
		else if ((code & ~RELEASED) == CONTROL)
			control = !(code & RELEASED);
		else if (code < sizeof(keys) - 1 && keys[code])
			return control ? keys[code] & 0x1f :
			       shift ? shifted_keys[code] : keys[code];
	}
}

/* up to the end of the line, which ^U begins anew */
void read_line(char *line, u32 room)
{
	u32 n = 0;
	char c;

	do {
		c = read_char();
		if (c == KILL_LINE) {
			for ( ; n; n--)
				*cell(--position) = BLANK;
			continue;
		}
		print_char(c);
		if (c != '\n' && n < room - 1)
			line[n++] = c;
	} while (c != '\n');
	line[n] = 0;
}

void panic(const char *message)
{
	print("Kernel stops: ");
	print(message);
	print("\n");
	for (;;)
		asm volatile("cli; hlt");
}
