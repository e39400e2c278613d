/* What HUSH does is up to the guest. */

#define PORT(x) PORT_##x = (BEEPER_##x >> 2)

enum {
    PORT(TONE), HUSH,
};
