; Finds every comment.
; Captures: @comment - the comment with its marks.
(comment) @comment
