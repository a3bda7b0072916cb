/** Entry of the console. */
import "./style/tokens.css"
import "./style/base.css"
