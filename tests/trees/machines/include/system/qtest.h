bool qtest_enabled(void);
